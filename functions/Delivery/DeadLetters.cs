namespace Hotline.Delivery;

/// <summary>A room's own dead letters: they go to <c>rejected</c>, so that there is one place to look.</summary>
public sealed class DeadLetters(QueueRun run)
{
    /// <summary>Moves one dead letter.</summary>
    public Task MoveAsync(QueueMessage message, CancellationToken stop) =>
        run.RejectAsync(message, message.Properties.GetValueOrDefault("DeadLetterReason") ?? "It was tried too often.", stop);
}
