using Hotline.Contracts;

namespace Hotline.Intake.WebForm;

/// <summary>
/// A file of a form while it is sealed: what was read to tell its type, and the rest.
/// </summary>
/// <param name="head">Its first bytes, which were read to tell its type.</param>
/// <param name="rest">The others.</param>
/// <param name="count">Counts bytes; throws when they are too many.</param>
public sealed class ArrivingFileStream(ReadOnlyMemory<byte> head, Stream rest, Action<int> count) : ForwardStream
{
    private ReadOnlyMemory<byte> head = head;

    /// <summary>What kept the rest from being read: the request is broken then, not the store.</summary>
    public Exception? ReadFailure { get; private set; }

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

    private int TakeHead(Span<byte> buffer)
    {
        var length = Math.Min(head.Length, buffer.Length);
        head.Span[..length].CopyTo(buffer);
        head = head[length..];
        count(length);
        return length;
    }
}
