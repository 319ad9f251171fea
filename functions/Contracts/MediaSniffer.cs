namespace Hotline.Contracts;

/// <summary>Tells sound and film by their containers' first bytes: what phones, voicemail, cameras and meeting software make.</summary>
public static class MediaSniffer
{
    /// <summary>The kind; null where it is no sound or film that is known. A picture in a film's container is a picture's.</summary>
    public static FileKind? KindOf(ReadOnlySpan<byte> head) =>
        BaseMedia(head) ?? Riff(head) ?? Sound(head) ?? Ebml(head) ?? Film(head);

    // The brands of ISO 14496-12 (https://mp4ra.org/registered-types/brands), and QuickTime, whose older files have none.
    private static FileKind? BaseMedia(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12)
            return null;
        var box = head[4..8];
        if (box.SequenceEqual("ftyp"u8))
            return OfBrand(head[8..12], head[..Math.Min(head.Length, 256)]);
        var isQuickTime = box.SequenceEqual("moov"u8) || box.SequenceEqual("mdat"u8)
            || head[0] == 0 && (box.SequenceEqual("wide"u8) || box.SequenceEqual("free"u8) || box.SequenceEqual("skip"u8)
                || box.SequenceEqual("pnot"u8));
        return isQuickTime ? FileKind.QuickTime : null;
    }

    private static FileKind? OfBrand(ReadOnlySpan<byte> brand, ReadOnlySpan<byte> head) =>
        brand.StartsWith("3g"u8) ? FileKind.Mobile
        : brand.StartsWith("avi"u8) && brand[3] is (byte)'f' or (byte)'s' ? FileKind.Avif
        : brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8) ? head.IndexOf("avif"u8) >= 0 ? FileKind.Avif : FileKind.Heic
        : brand is [(byte)'h', (byte)'e', (byte)'i' or (byte)'v', (byte)'c' or (byte)'x' or (byte)'m' or (byte)'s'] ? FileKind.Heic
        : brand.SequenceEqual("qt  "u8) ? FileKind.QuickTime
        : brand.StartsWith("M4A"u8) || brand.StartsWith("M4B"u8) || brand.StartsWith("M4P"u8) || brand.StartsWith("F4A"u8) ? FileKind.Mp4Sound
        : brand.StartsWith("jp"u8) || brand.SequenceEqual("mjp2"u8) || brand.SequenceEqual("crx "u8) ? null
        : FileKind.Mp4; // Cameras have brands of their own: what else has this box is a film.

    private static FileKind? Riff(ReadOnlySpan<byte> head) =>
        head.Length < 12 || !(head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8)) ? null
        : head[8..12].SequenceEqual("WEBP"u8) ? FileKind.WebP
        : head[8..12].SequenceEqual("WAVE"u8) ? FileKind.Wav
        : head[8..12].SequenceEqual("AVI "u8) ? FileKind.Avi
        : head[8..12].SequenceEqual("QLCM"u8) ? FileKind.Qcelp
        : null;

    private static FileKind? Sound(ReadOnlySpan<byte> head) =>
        head.StartsWith("ID3"u8) || IsMp3Frame(head) ? FileKind.Mp3
        : IsAdtsFrame(head) || head.StartsWith("ADIF"u8) ? FileKind.Aac
        : head.StartsWith("#!AMR\n"u8) || head.StartsWith("#!AMR-WB\n"u8) ? FileKind.Amr
        : head.StartsWith("OggS"u8) ? FileKind.Ogg
        : head.StartsWith("fLaC"u8) ? FileKind.Flac
        : head.StartsWith("caff\0\x1"u8) ? FileKind.CoreAudio
        : head.StartsWith(".snd\0"u8) ? FileKind.SunAudio
        : head.Length >= 12 && head.StartsWith("FORM"u8) && head[8..11].SequenceEqual("AIF"u8) && head[11] is (byte)'F' or (byte)'C'
            ? FileKind.Aiff
        : null;

    // Sync of eleven bits, layer II or III, a bit rate and a sampling rate that exist.
    private static bool IsMp3Frame(ReadOnlySpan<byte> head) =>
        head is [0xFF, var version, var rate, ..]
        && (version & 0xE0) == 0xE0 && (version & 0x06) is 0x02 or 0x04 && (version & 0x18) != 0x08
        && (rate & 0xF0) is not 0x00 and not 0xF0 && (rate & 0x0C) != 0x0C;

    // Sync of twelve bits, layer 0, a sampling rate that exists (ISO 13818-7).
    private static bool IsAdtsFrame(ReadOnlySpan<byte> head) =>
        head is [0xFF, var version, var rate, ..] && (version & 0xF6) == 0xF0 && ((rate >> 2) & 0x0F) < 13;

    // Matroska and its half, WebM (RFC 8794): the document's type stands in the header.
    private static FileKind? Ebml(ReadOnlySpan<byte> head) =>
        !head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) ? null
        : head[..Math.Min(head.Length, 64)].IndexOf("webm"u8) >= 0 ? FileKind.WebM : FileKind.Matroska;

    private static FileKind? Film(ReadOnlySpan<byte> head) =>
        head is [0, 0, 1, 0xBA or 0xB3, ..] ? FileKind.Mpeg
        : head.StartsWith((ReadOnlySpan<byte>)[0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]) ? FileKind.WindowsMedia
        : head.StartsWith("FLV\x1"u8) ? FileKind.Flash
        : IsTransport(head, 0) || IsTransport(head, 4) ? FileKind.Transport
        : null;

    // Packets of 188 bytes; a camcorder's have four before each.
    private static bool IsTransport(ReadOnlySpan<byte> head, int before)
    {
        var packet = 188 + before;
        return head.Length > before + 2 * packet
            && head[before] == 0x47 && head[before + packet] == 0x47 && head[before + 2 * packet] == 0x47;
    }
}
