using Microsoft.Extensions.Options;

namespace Hotline.Delivery;

/// <summary>
/// A room's own dead letters. One whose deliveries lasted was held (<see cref="RetryOptions.HoldFor"/>) or waited for its lock to end:
/// nothing is wrong with it, and it goes back to its queue. Any other goes to <c>rejected</c>, so that there is one place to look.
/// </summary>
public sealed class DeadLetters(QueueRun run, IOptions<RetryOptions> options, TimeProvider time)
{
    // Of ten deliveries. One that kills whatever takes it burns all ten in seconds, and one that waited long before it did so is sent back
    // once, and then burns them just as fast.
    private const int MinHolds = 5;

    /// <summary>Moves one dead letter.</summary>
    public Task MoveAsync(QueueMessage message, CancellationToken stop) =>
        WasHeld(message)
            ? run.PutOffAsync(message, "Held", stop)
            : run.RejectAsync(message, message.Properties.GetValueOrDefault("DeadLetterReason") ?? "It was tried too often.", stop);

    private bool WasHeld(QueueMessage message) =>
        message.Properties.GetValueOrDefault("DeadLetterReason") == "MaxDeliveryCountExceeded"
        && message.Sent is { } sent && time.GetUtcNow() - sent >= MinHolds * options.Value.HoldFor;
}
