using Microsoft.Azure.Functions.Worker;

namespace Hotline.Platform.Messaging;

/// <summary>Every 30 seconds, sends what was left in this room's outbox.</summary>
public sealed class SweepOutbox(OutboxSweep sweep)
{
    /// <summary>Runs the sweep once.</summary>
    [Function(nameof(SweepOutbox))]
    public Task RunAsync([TimerTrigger("*/30 * * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken stop) =>
        sweep.RunAsync(stop);
}
