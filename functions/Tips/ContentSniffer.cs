namespace Hotline.Tips;

/// <summary>
/// Tells what bytes are by the bytes, never by a name or header that somebody else chose. Only what is named here is ever shown or played;
/// SVG, HTML and anything else that can run stays <see cref="Unknown"/>.
/// </summary>
public static class ContentSniffer
{
    /// <summary>The type of whatever is not known; such content is only ever offered as a download.</summary>
    public const string Unknown = "application/octet-stream";

    /// <summary>How many bytes of a file's beginning suffice.</summary>
    public const int HeadLength = 4096;

    /// <summary>The media type of content that begins with these bytes.</summary>
    public static string TypeOf(ReadOnlySpan<byte> head) =>
        Picture(head) ?? Container(head) ?? Sound(head) ?? (head.StartsWith("%PDF-"u8) ? "application/pdf" : Unknown);

    private static string? Picture(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : head is [0x89, ..] && head[1..].StartsWith("PNG\r\n\x1a\n"u8) ? "image/png"
        : head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) ? "image/gif"
        : null;

    private static string? Container(ReadOnlySpan<byte> head)
    {
        if (head.Length >= 12 && head.StartsWith("RIFF"u8))
            return head[8..12].SequenceEqual("WEBP"u8) ? "image/webp" : head[8..12].SequenceEqual("WAVE"u8) ? "audio/wav" : null;
        if (head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8))
            return BaseMedia(head[8..12]);
        if (head.StartsWith("OggS"u8))
            return "audio/ogg";
        return head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) && head[..Math.Min(head.Length, 64)].IndexOf("webm"u8) >= 0
            ? "video/webm" : null;
    }

    // The major brand of ISO 14496-12 (https://mp4ra.org/registered-types/brands).
    private static string? BaseMedia(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("3gp"u8) || brand.StartsWith("3g2"u8) || brand.StartsWith("3ge"u8) || brand.StartsWith("3gg"u8) ? "video/3gpp"
        : brand is [(byte)'h', (byte)'e', (byte)'i' or (byte)'v', (byte)'c' or (byte)'x' or (byte)'m' or (byte)'s']
            || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8) ? "image/heic"
        : brand.SequenceEqual("M4A "u8) || brand.SequenceEqual("M4B "u8) ? "audio/mp4"
        : brand.StartsWith("iso"u8) || brand.StartsWith("mp4"u8) || brand.StartsWith("avc"u8) || brand.StartsWith("M4V"u8)
            || brand.SequenceEqual("MSNV"u8) || brand.SequenceEqual("dash"u8) ? "video/mp4"
        : null;

    private static string? Sound(ReadOnlySpan<byte> head) =>
        head.StartsWith("ID3"u8) || IsMp3Frame(head) ? "audio/mpeg"
        : head.StartsWith("#!AMR\n"u8) || head.StartsWith("#!AMR-WB\n"u8) ? "audio/amr"
        : null;

    // Sync of eleven bits, layer III, a bit rate and a sampling rate that exist.
    private static bool IsMp3Frame(ReadOnlySpan<byte> head) =>
        head is [0xFF, var version, var rate, ..]
        && (version & 0xE6) == 0xE2 && (version & 0x18) != 0x08
        && (rate & 0xF0) is not 0x00 and not 0xF0 && (rate & 0x0C) != 0x0C;
}
