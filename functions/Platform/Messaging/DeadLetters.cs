using System.Globalization;
using Microsoft.Extensions.Options;

namespace Hotline.Platform.Messaging;

/// <summary>
/// A room's own dead letters. One whose deliveries lasted was held (<see cref="RetryOptions.HoldFor"/>) or waited for its lock to end:
/// nothing is wrong with it, and it goes back to its queue, so often and no more. Any other goes to <c>rejected</c>, so that there is one
/// place to look.
/// </summary>
public sealed class DeadLetters(QueueRun run, IOptions<RetryOptions> options, TimeProvider time)
{
    // Of ten deliveries. One that kills the process that takes it burns all ten in seconds.
    private const int MinHolds = 5;

    // One that kills the whole instance, or takes longer than a function may, waits for its lock each time, as one that is held does. A
    // message that is really held needs a few rounds at most: it is put back when the bus takes it.
    private const int MaxRounds = 3;
    private const string Rounds = "held";

    /// <summary>Moves one dead letter.</summary>
    public Task MoveAsync(QueueMessage message, CancellationToken stop) =>
        WasHeld(message) && RoundsOf(message) is < MaxRounds and var rounds
            ? run.PutOffAsync(
                message with { Properties = new Dictionary<string, string>(message.Properties) { [Rounds] = $"{rounds + 1}" } }, "Held", stop)
            : run.RejectAsync(message, message.Properties.GetValueOrDefault("DeadLetterReason") ?? "It was tried too often.", stop);

    private static int RoundsOf(QueueMessage message) =>
        int.TryParse(message.Properties.GetValueOrDefault(Rounds), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 0;

    private bool WasHeld(QueueMessage message) =>
        message.Properties.GetValueOrDefault("DeadLetterReason") == "MaxDeliveryCountExceeded"
        && message.Sent is { } sent && time.GetUtcNow() - sent >= MinHolds * options.Value.HoldFor;
}
