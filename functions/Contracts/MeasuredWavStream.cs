using System.Buffers.Binary;

namespace Hotline.Contracts;

/// <summary>
/// Measures a WAV file as it is read through (http://soundfile.sapp.org/doc/WaveFormat): an answer that ends early, and a file that was
/// written too short, open like whole ones.
/// </summary>
public sealed class MeasuredWavStream(Stream inner) : ForwardStream
{
    // What stands before the sound: formats, and comments of some length.
    private const int MaxHead = 64 * 1024;

    // How a writer that can't go back says that it does not know.
    private const uint Unknown = uint.MaxValue;

    private readonly MemoryStream head = new();

    /// <summary>The bytes read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>
    /// Whether what was read to its end is a WAV file with no fewer bytes than it says, and no shorter than announced by more than a
    /// second, to which Twilio rounds.
    /// </summary>
    /// <param name="seconds">The announced duration; null where there is none.</param>
    public bool IsWhole(int? seconds)
    {
        ReadOnlySpan<byte> file = head.GetBuffer().AsSpan(0, (int)head.Length);
        if (file.Length < 12 || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WAVE"u8) || Ends(file[4..], 8))
            return false;
        var bytesASecond = 0u;
        for (var at = 12L; at + 8 <= file.Length;)
        {
            var chunk = file[(int)at..];
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("data"u8))
                return !Ends(chunk[4..], at + 8) && IsLong(at + 8, size, bytesASecond, seconds);
            if (chunk.StartsWith("fmt "u8) && chunk.Length >= 20)
                bytesASecond = BinaryPrimitives.ReadUInt32LittleEndian(chunk[16..]);
            at += 8L + size + (size % 2);
        }

        // The sound begins behind what was looked at, or there is none.
        return BytesRead > MaxHead && IsLong(MaxHead, Unknown, bytesASecond, seconds);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Measure(buffer.Span[..read]);
        return read;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Measure(buffer[..read]);
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private void Measure(ReadOnlySpan<byte> bytes)
    {
        BytesRead += bytes.Length;
        head.Write(bytes[..(int)Math.Min(bytes.Length, MaxHead - head.Length)]);
    }

    // Whether the file ends before what begins at a place, of the size that is written here.
    private bool Ends(ReadOnlySpan<byte> size, long begins) =>
        BinaryPrimitives.ReadUInt32LittleEndian(size) is var said and not Unknown && begins + said > BytesRead;

    private bool IsLong(long begins, uint size, uint bytesASecond, int? seconds) =>
        seconds is not > 0 || (bytesASecond > 0 && Math.Min(size, BytesRead - begins) >= (seconds - 1L) * bytesASecond);
}
