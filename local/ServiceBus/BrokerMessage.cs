namespace Hotline.Local.ServiceBus;

/// <summary>What a message waits for.</summary>
internal enum MessageState
{
    /// <summary>A receiver.</summary>
    Active,

    /// <summary>Somebody who names its sequence number.</summary>
    Deferred,

    /// <summary>Its hour.</summary>
    Scheduled,
}

/// <summary>A message that a queue holds.</summary>
/// <param name="Sequence">Its number in the queue; also its place.</param>
/// <param name="Encoded">The AMQP message as it was sent.</param>
/// <param name="Enqueued">When the queue took it; for a scheduled one, its hour.</param>
internal sealed record BrokerMessage(long Sequence, byte[] Encoded, DateTimeOffset Enqueued)
{
    /// <summary>What it waits for.</summary>
    public MessageState State { get; init; }

    /// <summary>How often it came back.</summary>
    public int Failures { get; init; }
}

/// <summary>A message that one receiver has for itself.</summary>
/// <param name="Message">The message.</param>
/// <param name="Token">Names the lock.</param>
/// <param name="Until">When it ends.</param>
internal sealed record LockedMessage(BrokerMessage Message, Guid Token, DateTimeOffset Until);
