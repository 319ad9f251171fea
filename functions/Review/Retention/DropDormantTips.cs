using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Retention;

/// <summary>Every hour, drops the tips of which no content came for so long: a hang-up in the greeting is a count, not work.</summary>
public sealed class DropDormantTips(DormantTipSweep dormant)
{
    /// <summary>Looks at the dormant tips alone, the oldest first.</summary>
    [Function(nameof(DropDormantTips))]
    public Task RunAsync([TimerTrigger("0 50 * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken stop) =>
        dormant.DropAsync(stop);
}
