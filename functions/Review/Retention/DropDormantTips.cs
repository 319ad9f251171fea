using Hotline.Platform.Scheduling;

namespace Hotline.Review.Retention;

/// <summary>Every hour, drops the tips of which no content came for so long: a hang-up in the greeting is a count, not work.</summary>
public sealed class DropDormantTips(DormantTipSweep dormant) : IScheduledTask
{
    /// <inheritdoc/>
    public Schedule Schedule { get; } = new(TimeSpan.FromHours(1), At: TimeSpan.FromMinutes(50));

    /// <summary>Looks at the dormant tips alone, the oldest first.</summary>
    public Task RunAsync(CancellationToken stop) => dormant.DropAsync(stop);
}
