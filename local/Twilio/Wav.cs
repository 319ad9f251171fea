using System.Buffers.Binary;
using System.Text;

namespace Hotline.Local.Twilio;

/// <summary>
/// Sound as Twilio records it: 8 kHz, 16 bit, mono. What the simulator makes of words is a quiet tone, and the words travel in the file's comment
/// (RIFF LIST INFO ICMT), where the speech stand-in hears them.
/// </summary>
internal static class Wav
{
    private const int Rate = 8000;
    private const double WordsASecond = 2.5;

    /// <summary>A recording of these words, and of the silence after them.</summary>
    public static byte[] Speak(string words, int silence)
    {
        var spoken = Math.Max(1, words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length / WordsASecond);
        var samples = new byte[(int)((spoken + silence) * Rate) * 2];
        for (var at = 0; at < (int)(spoken * Rate); at++)
            BinaryPrimitives.WriteInt16LittleEndian(samples.AsSpan(at * 2), (short)(800 * Math.Sin(at * 2 * Math.PI * 220 / Rate)));
        return Write(samples, words);
    }

    /// <summary>A recording of nothing.</summary>
    public static byte[] Silence(int seconds) => Write(new byte[seconds * Rate * 2], null);

    /// <summary>How long a WAV is, in seconds; 0 for what is none.</summary>
    public static double Seconds(ReadOnlySpan<byte> wav)
    {
        var format = Chunk(wav, "fmt ");
        var rate = format.Length >= 12 ? BinaryPrimitives.ReadInt32LittleEndian(format[8..]) : 0;
        return rate == 0 ? 0 : (double)Chunk(wav, "data").Length / rate;
    }

    /// <summary>The words that a WAV's comment holds; null when it holds none.</summary>
    public static string? WordsOf(ReadOnlySpan<byte> wav)
    {
        var list = Chunk(wav, "LIST");
        if (list.Length < 12 || !list[..4].SequenceEqual("INFO"u8))
            return null;
        var comment = Find(list[4..], "ICMT");
        return comment.IsEmpty ? null : Encoding.UTF8.GetString(comment).TrimEnd('\0');
    }

    private static byte[] Write(byte[] samples, string? words)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file, Encoding.ASCII);
        writer.Write("RIFF\0\0\0\0WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(Rate);
        writer.Write(Rate * 2);
        writer.Write((short)2);
        writer.Write((short)16);
        if (words is not null)
        {
            var text = Encoding.UTF8.GetBytes($"{words}\0");
            var padding = text.Length % 2;
            writer.Write("LIST"u8);
            writer.Write(12 + text.Length + padding);
            writer.Write("INFOICMT"u8);
            writer.Write(text.Length);
            writer.Write(text);
            writer.Write(new byte[padding]);
        }

        writer.Write("data"u8);
        writer.Write(samples.Length);
        writer.Write(samples);
        file.Position = 4;
        writer.Write((int)file.Length - 8);
        return file.ToArray();
    }

    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> wav, string name) =>
        wav.Length < 12 || !wav[..4].SequenceEqual("RIFF"u8) ? [] : Find(wav[12..], name);

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> chunks, string name)
    {
        Span<byte> wanted = stackalloc byte[4];
        Encoding.ASCII.GetBytes(name, wanted);
        while (chunks.Length >= 8)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(chunks[4..]), (uint)chunks.Length - 8);
            if (chunks[..4].SequenceEqual(wanted))
                return chunks.Slice(8, length);
            chunks = chunks[Math.Min(chunks.Length, 8 + length + (length % 2))..];
        }

        return [];
    }
}
