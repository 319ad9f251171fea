namespace Hotline.Platform.Messaging;

/// <summary>Where the messages of one queue go that is none of the bus.</summary>
public interface IOutboxTarget
{
    /// <summary>The queue's name.</summary>
    string Queue { get; }

    /// <summary>Takes a message; a second time it changes nothing.</summary>
    Task SendAsync(OutboxMessage message, CancellationToken stop);
}
