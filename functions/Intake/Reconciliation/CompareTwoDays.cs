using Hotline.Platform.Scheduling;

namespace Hotline.Intake.Reconciliation;

/// <summary>Once a night, compares the last two days with Twilio's lists as a whole, and takes what is not here.</summary>
public sealed class CompareTwoDays(ReconciliationRun run) : IScheduledTask
{
    /// <inheritdoc/>
    public Schedule Schedule { get; } = new(TimeSpan.FromDays(1), At: new TimeSpan(3, 40, 0));

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken stop) => run.CompareAsync(stop);
}
