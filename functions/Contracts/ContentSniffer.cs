namespace Hotline.Contracts;

/// <summary>
/// Tells what bytes are by the bytes, never by a name or header that somebody else chose. It decides what is shown and played, never what
/// is kept: SVG, HTML and whatever else is not named here stays <see cref="Unknown"/>, and is offered as a download.
/// </summary>
public static class ContentSniffer
{
    /// <summary>The type of whatever is not known; such content is only ever offered as a download.</summary>
    public static string Unknown => FileKind.Unknown.Type;

    /// <summary>How many bytes of a file's beginning suffice.</summary>
    public const int HeadLength = 4096;

    // Readers look for a PDF's header in its first kilobyte (ISO 32000-1, appendix H, note 13).
    private const int PdfHeadLength = 1024;

    /// <summary>The media type of content that begins with these bytes.</summary>
    public static string TypeOf(ReadOnlySpan<byte> head) => KindOf(head).Type;

    /// <summary>The kind of content that begins with these bytes.</summary>
    public static FileKind KindOf(ReadOnlySpan<byte> head) =>
        Picture(head) ?? MediaSniffer.KindOf(head) ?? Pdf(head) ?? Program(head) ?? Text(head) ?? FileKind.Unknown;

    private static FileKind? Picture(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? FileKind.Jpeg
        : head is [0x89, ..] && head[1..].StartsWith("PNG\r\n\x1a\n"u8) ? FileKind.Png
        : head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) ? FileKind.Gif
        : head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8)
            || head.StartsWith("II+\0"u8) || head.StartsWith("MM\0+"u8) ? FileKind.Tiff
        : IsBitmap(head) ? FileKind.Bitmap
        : null;

    // Two reserved words that are zero, then the size of a header that exists.
    private static bool IsBitmap(ReadOnlySpan<byte> head) =>
        head.Length >= 18 && head.StartsWith("BM"u8) && head[6..10].IndexOfAnyExcept((byte)0) < 0
        && head[14] is 12 or 40 or 52 or 56 or 64 or 108 or 124 && head[15..18].IndexOfAnyExcept((byte)0) < 0;

    private static FileKind? Pdf(ReadOnlySpan<byte> head) =>
        head[..Math.Min(head.Length, PdfHeadLength)].IndexOf("%PDF-"u8) >= 0 ? FileKind.Pdf : null;

    private static FileKind? Program(ReadOnlySpan<byte> head) =>
        head.StartsWith("MZ"u8) && head.Contains((byte)0) ? FileKind.WindowsProgram
        : head.StartsWith("\x7f"u8) && head[1..].StartsWith("ELF"u8) ? FileKind.LinuxProgram
        : head is [0xFE, 0xED, 0xFA, 0xCE or 0xCF, ..] or [0xCE or 0xCF, 0xFA, 0xED, 0xFE, ..] or [0xCA, 0xFE, 0xBA, 0xBE, ..]
            ? FileKind.MacProgram
        : head is [0x4C, 0, 0, 0, 1, 0x14, 2, 0, ..] ? FileKind.Shortcut
        : null;

    // Markup is left out: what a browser would run is never shown, not even as text.
    private static FileKind? Text(ReadOnlySpan<byte> head) =>
        PlainText.Recognize(head, isCut: head.Length >= HeadLength) is { } text && !text.TrimStart().StartsWith('<')
            ? text.TrimStart().StartsWith("BEGIN:VCARD", StringComparison.OrdinalIgnoreCase) ? FileKind.Contact : FileKind.PlainText
            : null;
}
