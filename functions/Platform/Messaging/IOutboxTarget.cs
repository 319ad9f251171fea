namespace Hotline.Platform.Messaging;

/// <summary>Takes the messages of a queue that is not on the bus.</summary>
public interface IOutboxTarget
{
    /// <summary>The queue's name.</summary>
    string Queue { get; }

    /// <summary>Takes a message; a second time it changes nothing.</summary>
    Task SendAsync(OutboxMessage message, CancellationToken stop);
}
