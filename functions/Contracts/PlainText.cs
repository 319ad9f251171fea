using System.Text;
using System.Text.Unicode;

namespace Hotline.Contracts;

/// <summary>
/// Reads bytes as text, in whichever way their writer stored it: phones, programs and countries differ, and many don't say.
/// </summary>
public static class PlainText
{
    private const char Replacement = '\uFFFD';
    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The text; null where the bytes are none.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="isCut">Whether more bytes follow them, so that the last character may be cut.</param>
    /// <param name="charset">The name that came with them; null where none did. What the bytes say themselves comes first.</param>
    public static string? Read(ReadOnlySpan<byte> bytes, bool isCut = false, string? charset = null)
    {
        var text = Decode(bytes, isCut, charset).Text.TrimEnd('\0');
        var controls = text.Count(IsControl);
        return string.IsNullOrWhiteSpace(text) || controls * 20 > text.Length
            ? null : controls == 0 ? text : string.Concat(text.Select(c => IsControl(c) ? ' ' : c));
    }

    /// <summary>
    /// The text of bytes of which nobody says that they are one; null unless that is certain: any bytes are text in
    /// some code page.
    /// </summary>
    public static string? Recognize(ReadOnlySpan<byte> bytes, bool isCut)
    {
        var (text, isGuess) = Decode(bytes, isCut, null);
        return string.IsNullOrWhiteSpace(text) || text.Any(c => c == Replacement || IsControl(c))
            || isGuess && text.Count(char.IsAscii) * 10 < text.Length * 9 ? null : text;
    }

    private static (string Text, bool IsGuess) Decode(ReadOnlySpan<byte> bytes, bool isCut, string? charset)
    {
        foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.UTF32, Encoding.Unicode, Encoding.BigEndianUnicode])
            if (bytes.StartsWith(encoding.Preamble))
                return (Decoded(encoding, bytes[encoding.Preamble.Length..], isCut), false);
        if (Unmarked(bytes) is { } wide)
            return (Decoded(wide, bytes, isCut), false);
        if (Named(charset) is { } named)
            return (Decoded(named, bytes, isCut), false);
        for (var cut = 0; cut <= (isCut ? Math.Min(3, bytes.Length) : 0); cut++)
            if (Utf8.IsValid(bytes[..^cut]))
                return (Encoding.UTF8.GetString(bytes[..^cut]), false);
        return (Western.GetString(bytes), true);
    }

    // A character that is cut at the end is left out, not shown as broken.
    private static string Decoded(Encoding encoding, ReadOnlySpan<byte> bytes, bool isCut)
    {
        var characters = new char[encoding.GetMaxCharCount(bytes.Length)];
        encoding.GetDecoder().Convert(bytes, characters, flush: !isCut, out _, out var length, out _);
        return new string(characters, 0, length);
    }

    // UTF-16 without its mark: every other byte of what Western languages write is zero.
    private static UnicodeEncoding? Unmarked(ReadOnlySpan<byte> bytes)
    {
        var (even, odd) = (0, 0);
        for (var at = 0; at + 1 < bytes.Length; at += 2)
            (even, odd) = (even + (bytes[at] == 0 ? 1 : 0), odd + (bytes[at + 1] == 0 ? 1 : 0));
        var pairs = bytes.Length / 2;
        return odd * 2 > pairs && even * 10 <= pairs ? new UnicodeEncoding(bigEndian: false, byteOrderMark: false)
            : even * 2 > pairs && odd * 10 <= pairs ? new UnicodeEncoding(bigEndian: true, byteOrderMark: false)
            : null;
    }

    // UTF-8 and its like are tried by the bytes: a phone that says US-ASCII or Latin-1 often sends UTF-8.
    private static Encoding? Named(string? charset)
    {
        try
        {
            return charset is not { Length: > 0 } ? null
                : (CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset)) is var named
                    && named.CodePage is 65001 or 20127 or 28591 or 1252 or 65000 ? null : named;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null; // A name that nobody knows, or UTF-7, which .NET reads no more.
        }
    }

    private static bool IsControl(char c) => char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\f' or '\v');
}
