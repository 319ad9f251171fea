using System.Text.RegularExpressions;
using Hotline.Intake.Receipts;

namespace Hotline.Intake.Messages;

/// <summary>Sixteen digits in a text that may be a receipt: their check digit is right.</summary>
/// <param name="Code">The digits as they were written.</param>
/// <param name="Rest">The text without them.</param>
public sealed partial record CodeInText(string Code, string Rest)
{
    /// <summary>Whether the text says nothing else.</summary>
    public bool IsAll => !Rest.Any(char.IsLetterOrDigit);

    /// <summary>All that a text holds, in their order.</summary>
    public static IEnumerable<CodeInText> In(string text) =>
        from Match match in Digits().Matches(text)
        let digits = match.Groups[1]
        where ReceiptCode.Parse(digits.Value) is not null
        select new CodeInText(
            digits.Value, $"{text[..digits.Index].TrimEnd()} {text[(digits.Index + digits.Length)..].TrimStart()}".Trim());

    /// <summary>Says nothing, so that no log, message or trace can hold the digits by mistake.</summary>
    public override string ToString() => "a receipt in a text";

    // Looks ahead, so that digits before a receipt ("on the 5th, 1234 …") do not hide it.
    [GeneratedRegex(@"(?<![0-9])(?=([0-9](?:[ .\-\u00A0]?[0-9]){15})(?![0-9]))")]
    private static partial Regex Digits();
}
