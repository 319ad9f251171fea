using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Canary;

/// <summary>Every minute, tells of the canary calls that have not come whole in time.</summary>
public sealed class CheckCanaries(CanaryCalls canaries)
{
    /// <summary>Looks at those under way alone.</summary>
    [Function(nameof(CheckCanaries))]
    public Task RunAsync([TimerTrigger("50 * * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken stop) =>
        canaries.CheckAsync(stop);
}
