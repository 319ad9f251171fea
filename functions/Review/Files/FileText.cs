using System.Text.RegularExpressions;
using Hotline.Contracts;

namespace Hotline.Review.Files;

/// <summary>The words of a file that is text, or that it has none to show.</summary>
/// <param name="Words">The words, as the page shows them and triage reads them; null where there are none.</param>
/// <param name="IsCut">Whether the file goes on behind them.</param>
/// <param name="IsLayout">Whether it only says how a message's other items are laid out (SMIL): it is kept, and not shown.</param>
public sealed partial record FileText(string? Words, bool IsCut, bool IsLayout)
{
    /// <summary>How much of a file is read, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>
    /// Whether content of this type may have words. Every text is read as its characters: markup is never rendered, here or on the page.
    /// </summary>
    public static bool MayBe(string contentType) => FileKind.Of(contentType).Showing == Showing.Text;

    /// <summary>Reads the beginning of a file.</summary>
    /// <param name="bytes">Its first bytes, <see cref="MaxBytes"/> at most.</param>
    /// <param name="contentType">Its type as its sender named it, with its character set where that is known.</param>
    /// <param name="isCut">Whether it goes on behind them.</param>
    public static FileText Of(ReadOnlySpan<byte> bytes, string contentType, bool isCut)
    {
        if (PlainText.Read(bytes, isCut, Charset().Match(contentType).Groups["name"].Value) is not { } text)
            return new FileText(null, isCut, false);
        // By its bytes and not by its type alone: nothing hides behind a name.
        return IsLayoutOf(text) ? new FileText(null, isCut, true)
            : new FileText(ContactCard.Is(text) ? ContactCard.Read(text) : text.ReplaceLineEndings("\n"), isCut, false);
    }

    private static bool IsLayoutOf(string text) => Smil().IsMatch(text) && !HasWords(text);

    // Whether anything but markup and blanks is in it.
    private static bool HasWords(ReadOnlySpan<char> text)
    {
        while (text.TrimStart() is { Length: > 0 } rest)
        {
            if (rest[0] != '<' || rest.IndexOf('>') is not (>= 0 and var end))
                return true;
            text = rest[(end + 1)..];
        }

        return false;
    }

    [GeneratedRegex(@"charset\s*=\s*""?(?<name>[\w.:-]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Charset();

    [GeneratedRegex(@"^\s*(<\?xml[^>]*\?>\s*)?(<!DOCTYPE[^>]*>\s*)?<smil\b", RegexOptions.IgnoreCase)]
    private static partial Regex Smil();
}
