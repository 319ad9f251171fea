using System.Collections.Frozen;
using Hotline.Platform.Settings;
using PhoneNumbers;

namespace Hotline.Platform.Twilio;

/// <summary>
/// Who called or sent a text, as far as a number says: the one rule by which anything is put together (docs/decisions/027-one-phone.md).
/// </summary>
public static class Sender
{
    // Carriers spell the word on a phone's keys where they pass no number, with or without a country code
    // (https://help.twilio.com/articles/223179988); the last one is how Twilio's own page has misspelled it.
    private static readonly FrozenSet<string> Withheld = new[]
    {
        "ANONYMOUS", "ANONIMO", "BLOCKED", "OCULTO", "PRIVATE", "PRIVADO", "RESTRICTED", "UNKNOWN", "UNAVAILABLE", "WITHHELD", "NOCALLERID",
        // Cut at ten keys, which looks like a number of North America.
        "UNAVAILABL", "PRIVATENUM", "PRIVATECAL", "UNKNOWNNUM", "UNKNOWNCAL", "BLOCKEDNUM", "RESTRICTEDN",
    }.Select(OnKeys).Append("7378742883").ToFrozenSet();

    // Numbers of firms, behind which anybody may sit.
    private static readonly PhoneNumberType[] Shared =
    [
        PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN,
        PhoneNumberType.VOICEMAIL,
    ];

    /// <summary>
    /// Whether a number stands for one phone. Withheld numbers, numbers that no numbering plan has, short codes and names do not: what
    /// came from them is never put together.
    /// </summary>
    public static bool IsOnePhone(string? number) => E164.Is(number) && !IsWithheld(number![1..]) && IsInPlan(number!);

    private static bool IsWithheld(string digits) =>
        Withheld.Contains(digits) || Enumerable.Range(1, 3).Any(length => length < digits.Length && Withheld.Contains(digits[length..])
            && IsCountry(digits[..length]));

    private static bool IsCountry(string code) =>
        PhoneNumberUtil.GetInstance().GetSupportedCallingCodes()
            .Contains(int.Parse(code, System.Globalization.CultureInfo.InvariantCulture));

    private static bool IsInPlan(string number)
    {
        var plan = PhoneNumberUtil.GetInstance();
        try
        {
            var read = plan.Parse(number, null);
            return plan.IsValidNumber(read) && !Shared.Contains(plan.GetNumberType(read))
                // A leading zero that is dropped, or digits that are read past, would make one number of two.
                && plan.Format(read, PhoneNumberFormat.E164) == number;
        }
        catch (NumberParseException)
        {
            return false;
        }
    }

    private static string OnKeys(string word) => string.Concat(word.Select(letter => "22233344455566677778889999"[letter - 'A']));
}
