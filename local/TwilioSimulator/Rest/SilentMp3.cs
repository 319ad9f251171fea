namespace Hotline.Local.Twilio.Rest;

/// <summary>
/// An MP3 as long as a recording, and silent: nothing here encodes sound. MPEG 2.5 layer III, 8 kHz, 8 kbit/s, mono; frames of 72 bytes and
/// 72 ms, whose side information of zeros says that nothing is coded.
/// </summary>
internal static class SilentMp3
{
    private const int FrameBytes = 72;
    private const double FrameSeconds = 0.072;

    private static ReadOnlySpan<byte> Header => [0xFF, 0xE3, 0x18, 0xC4];

    /// <summary>The file.</summary>
    public static byte[] Of(double seconds)
    {
        var file = new byte[(int)Math.Ceiling(seconds / FrameSeconds) * FrameBytes];
        for (var at = 0; at < file.Length; at += FrameBytes)
            Header.CopyTo(file.AsSpan(at));
        return file;
    }
}
