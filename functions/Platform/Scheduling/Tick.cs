using Microsoft.Azure.Functions.Worker;

namespace Hotline.Platform.Scheduling;

/// <summary>
/// Every minute, runs what is due in this room. One function for all: each timer function would be an instance of its own
/// (https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan#per-function-scaling).
/// </summary>
public sealed class Tick(DueTasks due)
{
    /// <summary>Runs once.</summary>
    [Function(nameof(Tick))]
    public Task RunAsync([TimerTrigger("10 * * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken stop) =>
        due.RunAsync(stop);
}
