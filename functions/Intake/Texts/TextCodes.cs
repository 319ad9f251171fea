using System.Globalization;
using System.Text;
using Hotline.Intake.Receipts;
using Hotline.Platform.Twilio;

namespace Hotline.Intake.Texts;

/// <summary>What a text says beside the receipts in it, and what they open.</summary>
/// <param name="Words">The words, without every code that opened.</param>
/// <param name="Opened">What the codes opened; empty for most texts.</param>
/// <param name="IsAll">Whether the text is a receipt alone, without other words or media.</param>
/// <param name="HidesCodes">Whether Review is to hide digits that may be a code.</param>
public sealed record TextCodes(string Words, IReadOnlyList<ReceiptOpening> Opened, bool IsAll, bool HidesCodes)
{
    /// <summary>Whether it comes back to an earlier report.</summary>
    public bool IsReturning => Opened.Count > 0;

    /// <summary>Says nothing of the words, so that no log can hold them.</summary>
    public override string ToString() => "a text's codes";
}

/// <summary>Finds the receipts in a text.</summary>
public sealed class ReceiptsInTexts(ReceiptFinder finder)
{
    // What somebody may write beside a receipt without saying anything.
    private const string Fillers = ".,:;-–—#()\"“”„«»'‘’…>*_";
    private static readonly string[] Labels = ["receipt", "recibo", "code", "código", "codigo"];

    /// <summary>Finds them.</summary>
    public async Task<TextCodes> FindAsync(IncomingText text, CancellationToken stop)
    {
        // Short codes and withheld numbers are many people's: each text counts for itself, and all of them for the line.
        var from = Sender.IsOnePhone(text.From) ? text.From : text.Sid.Value;
        var found = await finder.FindAsync([text.Body ?? ""], from, text.Line ?? "", stop);
        return new TextCodes(
            found.Texts[0], found.Opened, found.Opened.Count > 0 && SaysNothing(found.Texts[0]) && !text.HasMedia,
            found.HasUntried);
    }

    // A picture of a gun, or a row of question marks, is a message.
    private static bool SaysNothing(string rest) =>
        string.Concat(rest.EnumerateRunes().Select(rune => IsFiller(rune) ? " " : rune.ToString()))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => Labels.Contains(word.ToLowerInvariant()));

    private static bool IsFiller(Rune rune) => Rune.IsWhiteSpace(rune) || (rune.IsBmp && Fillers.Contains((char)rune.Value))
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark;
}
