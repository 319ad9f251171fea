using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Hotline.Review.Canary;

/// <summary>Every quarter of an hour, calls the canary number.</summary>
public sealed class CallCanary(CanaryCalls canaries, IOptions<CanaryOptions> options)
{
    /// <summary>Makes one call.</summary>
    [Function(nameof(CallCanary))]
    public Task RunAsync([TimerTrigger("10 */15 * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken stop) =>
        options.Value.IsOn ? canaries.CallAsync(stop) : Task.CompletedTask;
}
