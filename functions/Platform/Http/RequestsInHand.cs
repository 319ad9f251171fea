namespace Hotline.Platform.Http;

/// <summary>How many requests this process is answering: what can wait waits while they are many.</summary>
public sealed class RequestsInHand
{
    private int count;

    /// <summary>How many.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>One came.</summary>
    internal void Take() => Interlocked.Increment(ref count);

    /// <summary>One was answered.</summary>
    internal void Answer() => Interlocked.Decrement(ref count);
}
