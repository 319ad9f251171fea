using Hotline.Contracts;

namespace Hotline.Platform.Messaging;

/// <summary>Announces that a part was accepted.</summary>
public static class PartAcceptedMessage
{
    /// <summary>It as an outbox message; one of the same source replaces it.</summary>
    public static OutboxMessage ToMessage(this PartAccepted accepted, DateTimeOffset at) =>
        new(Queues.Intake, $"cleanup-{accepted.Source}", accepted.Write(), "application/json", at);
}
