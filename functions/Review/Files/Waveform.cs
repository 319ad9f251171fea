using System.Buffers.Binary;

namespace Hotline.Review.Files;

/// <summary>The shape of a WAV recording: how loud it is, from one end to the other. Other formats have none.</summary>
public static class Waveform
{
    private const int Peaks = 600;
    private const int Linear = 1;

    /// <summary>Reads a recording once.</summary>
    /// <param name="sound">The WAV file (http://soundfile.sapp.org/doc/WaveFormat).</param>
    /// <returns>Up to 600 peaks of 0 to 1; none where it is not 16-bit linear sound.</returns>
    public static async Task<IReadOnlyList<double>> OfAsync(Stream sound, CancellationToken stop)
    {
        var header = new byte[12];
        if (await sound.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, stop) < header.Length
            || !header.AsSpan(0, 4).SequenceEqual("RIFF"u8) || !header.AsSpan(8, 4).SequenceEqual("WAVE"u8))
            return [];
        var isLinear = false;
        var chunk = new byte[8];
        while (await sound.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false, stop) == chunk.Length)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(4));
            if (chunk.AsSpan(0, 4).SequenceEqual("data"u8))
                return isLinear ? await PeaksAsync(sound, size, stop) : [];
            if (size > 1024 * 1024)
                return [];
            var body = new byte[size + (size % 2)];
            if (await sound.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, stop) < body.Length)
                return [];
            if (chunk.AsSpan(0, 4).SequenceEqual("fmt "u8) && size >= 16)
                isLinear = BinaryPrimitives.ReadUInt16LittleEndian(body) == Linear
                    && BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(14)) == 16;
        }

        return [];
    }

    private static async Task<IReadOnlyList<double>> PeaksAsync(Stream sound, long size, CancellationToken stop)
    {
        var perPeak = Math.Max(2, (size / Peaks) & ~1L);
        var peaks = new List<double>(Peaks);
        var buffer = new byte[64 * 1024];
        var (loudest, inPeak) = (0, 0L);
        for (int read; (read = await sound.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop)) > 0;)
            for (var at = 0; at + 1 < read && peaks.Count < Peaks; at += 2)
            {
                loudest = Math.Max(loudest, Math.Abs((int)BinaryPrimitives.ReadInt16LittleEndian(buffer.AsSpan(at))));
                if ((inPeak += 2) < perPeak)
                    continue;
                peaks.Add(Math.Round(loudest / 32768.0, 3));
                (loudest, inPeak) = (0, 0);
            }

        return peaks;
    }
}
