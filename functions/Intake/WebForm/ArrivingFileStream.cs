namespace Hotline.Intake.WebForm;

/// <summary>
/// A file of a form while it is sealed: what was read to tell its type, and the rest.
/// </summary>
/// <param name="head">Its first bytes, which were read to tell its type.</param>
/// <param name="rest">The others.</param>
/// <param name="count">Counts bytes; throws when they are too many.</param>
public sealed class ArrivingFileStream(ReadOnlyMemory<byte> head, Stream rest, Action<int> count) : Stream
{
    private ReadOnlyMemory<byte> head = head;

    /// <summary>What kept the rest from being read: the request is broken then, not the store.</summary>
    public Exception? ReadFailure { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return 0;
        if (TakeHead(buffer.Span) is var first and > 0)
            return first;
        int length;
        try
        {
            length = await rest.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e)
        {
            ReadFailure = e;
            throw;
        }

        count(length);
        return length;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("The form is read without blocking a thread.");

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int TakeHead(Span<byte> buffer)
    {
        var length = Math.Min(head.Length, buffer.Length);
        head.Span[..length].CopyTo(buffer);
        head = head[length..];
        count(length);
        return length;
    }
}
