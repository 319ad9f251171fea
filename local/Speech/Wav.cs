using System.Buffers.Binary;
using System.Text;

namespace Hotline.Local.Speech;

/// <summary>
/// Sound as Twilio records it: PCM of 8 kHz, 16 bit, mono. What the simulator makes of words is a quiet tone as long as the words, which
/// travel in the file's comment (RIFF LIST/INFO/ICMT, UTF-8); there the speech stand-in hears them.
/// </summary>
internal static class Wav
{
    private const int Rate = 8000;
    private const double WordsASecond = 2.5;

    /// <summary>How long words take, in seconds.</summary>
    public static double SecondsOf(string words) => Math.Max(1, WordsIn(words).Length / WordsASecond);

    /// <summary>Cuts off what can't be said in this time; null when there is time for all.</summary>
    public static (string Said, string? CutOff) Cut(string words, double seconds)
    {
        var fits = Math.Max(1, (int)(seconds * WordsASecond));
        return WordsIn(words) is { } all && all.Length > fits
            ? (string.Join(' ', all[..fits]), string.Join(' ', all[fits..])) : (words, null);
    }

    /// <summary>A recording of words, and of the silence after them.</summary>
    public static byte[] Speak(string words, double silence)
    {
        var spoken = (int)(SecondsOf(words) * Rate);
        var samples = new byte[(spoken + (int)(silence * Rate)) * 2];
        for (var at = 0; at < spoken; at++)
            BinaryPrimitives.WriteInt16LittleEndian(samples.AsSpan(at * 2), (short)(600 * Math.Sin(at * 2 * Math.PI * 220 / Rate)));
        return Write(samples, words);
    }

    /// <summary>A recording of nothing.</summary>
    public static byte[] Silence(double seconds) => Of(new byte[(int)(seconds * Rate) * 2]);

    /// <summary>A recording of these samples: 16 bits each, the low byte first.</summary>
    public static byte[] Of(byte[] samples) => Write(samples, null);

    /// <summary>How long a WAV is, in seconds; 0 for what is none.</summary>
    public static double Seconds(ReadOnlySpan<byte> wav)
    {
        var format = Chunk(wav, "fmt "u8);
        var bytesASecond = format.Length >= 12 ? BinaryPrimitives.ReadInt32LittleEndian(format[8..]) : 0;
        return bytesASecond <= 0 ? 0 : (double)Chunk(wav, "data"u8).Length / bytesASecond;
    }

    /// <summary>The words in a WAV's comment; null when it has none.</summary>
    public static string? WordsOf(ReadOnlySpan<byte> wav)
    {
        var list = Chunk(wav, "LIST"u8);
        if (!list.StartsWith("INFO"u8))
            return null;
        var comment = Find(list[4..], "ICMT"u8);
        return comment.IsEmpty ? null : Encoding.UTF8.GetString(comment).TrimEnd('\0');
    }

    private static byte[] Write(byte[] samples, string? words)
    {
        using var file = new MemoryStream(samples.Length + 256);
        using var writer = new BinaryWriter(file);
        writer.Write("RIFF\0\0\0\0WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1); // PCM
        writer.Write((short)1); // Mono
        writer.Write(Rate);
        writer.Write(Rate * 2);
        writer.Write((short)2);
        writer.Write((short)16);
        if (words is not null)
            WriteComment(writer, Encoding.UTF8.GetBytes($"{words}\0"));
        writer.Write("data"u8);
        writer.Write(samples.Length);
        writer.Write(samples);
        file.Position = 4;
        writer.Write((int)file.Length - 8);
        return file.ToArray();
    }

    // Chunks begin at even places; the padding is not part of their length.
    private static void WriteComment(BinaryWriter writer, byte[] text)
    {
        var padding = text.Length % 2;
        writer.Write("LIST"u8);
        writer.Write(12 + text.Length + padding);
        writer.Write("INFOICMT"u8);
        writer.Write(text.Length);
        writer.Write(text);
        writer.Write(new byte[padding]);
    }

    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> wav, ReadOnlySpan<byte> name) =>
        wav.Length >= 12 && wav.StartsWith("RIFF"u8) && wav[8..].StartsWith("WAVE"u8) ? Find(wav[12..], name) : [];

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> chunks, ReadOnlySpan<byte> name)
    {
        while (chunks.Length >= 8)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(chunks[4..]), (uint)chunks.Length - 8);
            if (chunks.StartsWith(name))
                return chunks.Slice(8, length);
            chunks = chunks[Math.Min(chunks.Length, 8 + length + (length % 2))..];
        }

        return [];
    }

    private static string[] WordsIn(string words) => words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
