namespace Hotline.Local.ServiceBus;

/// <summary>A queue as the real service has it.</summary>
/// <param name="Name">Its name; compared without case.</param>
internal sealed record QueueOptions(string Name)
{
    /// <summary>How often a message is given out before it goes to the dead letters.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>How long a receiver has a message for itself.</summary>
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>Settings of the Service Bus stand-in.</summary>
internal sealed record BrokerOptions
{
    /// <summary>The port on 127.0.0.1; 0 is any free one.</summary>
    public int Port { get; init; }

    /// <summary>The SQLite file that holds the messages.</summary>
    public required string DataFile { get; init; }

    public required IReadOnlyList<QueueOptions> Queues { get; init; }
}
