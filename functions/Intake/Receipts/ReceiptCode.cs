using System.Security.Cryptography;

namespace Hotline.Intake.Receipts;

/// <summary>
/// A receipt's code: 15 random digits and a check digit. Whoever has it finds the tip's questions, so it is in no URL, row, queue or log.
/// </summary>
public readonly struct ReceiptCode
{
    private const int RandomDigits = 15;

    // Damm's quasigroup of order 10: any wrong digit and any two digits swapped show (https://en.wikipedia.org/wiki/Damm_algorithm).
    private static readonly string[] Damm =
    [
        "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
        "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
    ];

    private readonly string digits;

    private ReceiptCode(string digits) => this.digits = digits;

    /// <summary>All 16 digits.</summary>
    public string Digits => digits;

    /// <summary>The digits in four groups of four.</summary>
    public IEnumerable<string> Groups => digits.Chunk(4).Select(group => new string(group));

    /// <summary>Makes a new code.</summary>
    public static ReceiptCode New()
    {
        var random = RandomNumberGenerator.GetString("0123456789", RandomDigits);
        return new ReceiptCode($"{random}{CheckDigit(random)}");
    }

    /// <summary>Reads a code as someone typed it: blanks, dots and hyphens between the digits do not matter.</summary>
    /// <returns>Null when it is not 16 digits or the check digit is wrong.</returns>
    public static ReceiptCode? Parse(string? typed)
    {
        var digits = string.Concat((typed ?? "").Where(c => c is not (' ' or '-' or '.' or ' ')));
        return digits.Length == RandomDigits + 1 && digits.All(char.IsAsciiDigit) && CheckDigit(digits) == '0'
            ? new ReceiptCode(digits) : null;
    }

    /// <summary>Says nothing, so that no log, message or trace can hold the digits by mistake.</summary>
    public override string ToString() => "a receipt";

    private static char CheckDigit(string digits) => digits.Aggregate('0', (interim, digit) => Damm[interim - '0'][digit - '0']);
}
