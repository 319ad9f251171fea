using System.Buffers.Binary;
using System.Security.Cryptography;
using Hotline.Contracts;

namespace Hotline.Platform.Sealing;

/// <summary>
/// A stream sealed by AES-256-GCM while it is read: regions, each a nonce, as many bytes as the content has in it, and a tag. Nonces count
/// from one, so that regions can't change places. A content cut between two regions opens shorter without an error: keep its length.
/// </summary>
public sealed class SealedStream : ForwardStream
{
    /// <summary>How much of the content lies in a region; the last one has less.</summary>
    public const int DataBytes = 64 * 1024;

    /// <summary>The nonce before each region: four bytes of zero, then its number, the lowest byte first.</summary>
    public const int NonceBytes = 12;

    private const int TagBytes = 16;

    private readonly Stream content;
    private readonly AesGcm cipher;
    private readonly byte[] region = new byte[NonceBytes + DataBytes + TagBytes];
    private long number;
    private int position;
    private int length;
    private bool ended;

    /// <summary>Seals a content under a key that is used for nothing else.</summary>
    /// <param name="content">What to seal.</param>
    /// <param name="key">32 random bytes.</param>
    public SealedStream(Stream content, ReadOnlySpan<byte> key)
    {
        this.content = content;
        cipher = new AesGcm(key, TagBytes);
    }

    /// <summary>
    /// How many bytes a content of <paramref name="length"/> bytes has when it is sealed in regions of <paramref name="data"/>.
    /// </summary>
    public static long SealedLength(long length, int data) => length + (Math.Max(1, (length + data - 1) / data) * (NonceBytes + TagBytes));

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position == length)
            await SealNextAsync(cancellationToken);
        var read = Math.Min(buffer.Length, length - position);
        region.AsMemory(position, read).CopyTo(buffer);
        position += read;
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            cipher.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask SealNextAsync(CancellationToken stop)
    {
        if (ended)
            return;
        (position, length) = (0, 0);
        var read = await content.ReadAtLeastAsync(region.AsMemory(NonceBytes, DataBytes), DataBytes, throwOnEndOfStream: false, stop);
        ended = read < DataBytes;
        if (read == 0 && number > 0)
            return;
        var nonce = region.AsSpan(0, NonceBytes);
        var data = region.AsSpan(NonceBytes, read);
        BinaryPrimitives.WriteInt64LittleEndian(nonce[4..], ++number);
        cipher.Encrypt(nonce, data, data, region.AsSpan(NonceBytes + read, TagBytes));
        length = NonceBytes + read + TagBytes;
    }
}
