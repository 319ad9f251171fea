using Hotline.Platform.Scheduling;
using Microsoft.Extensions.Options;

namespace Hotline.Review.Canary;

/// <summary>Every quarter of an hour, calls the canary number.</summary>
public sealed class CallCanary(CanaryCalls canaries, IOptions<CanaryOptions> options) : IScheduledTask
{
    /// <inheritdoc/>
    public Schedule Schedule { get; } = new(TimeSpan.FromMinutes(15));

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken stop) =>
        options.Value.IsOn ? canaries.CallAsync(stop) : Task.CompletedTask;
}
