using System.Security.Cryptography;
using Hotline.Contracts;

namespace Hotline.Platform.Sealing;

/// <summary>Hashes and counts what is read through it, so that nothing has to be held in memory or read twice.</summary>
public sealed class HashingStream(Stream inner, IncrementalHash hash) : ForwardStream
{
    /// <summary>The bytes read so far.</summary>
    public long BytesRead { get; private set; }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(buffer, await inner.ReadAsync(buffer, cancellationToken));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => Count(buffer[..inner.Read(buffer)]);

    private int Count(Memory<byte> buffer, int read) => Count(buffer.Span[..read]);

    private int Count(Span<byte> bytes)
    {
        hash.AppendData(bytes);
        BytesRead += bytes.Length;
        return bytes.Length;
    }
}
