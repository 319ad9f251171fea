using Hotline.Platform.Scheduling;

namespace Hotline.Review.Canary;

/// <summary>Every minute, tells of the canary calls that have not come whole in time.</summary>
public sealed class CheckCanaries(CanaryCalls canaries) : IScheduledTask
{
    /// <inheritdoc/>
    public Schedule Schedule { get; } = new(TimeSpan.FromMinutes(1));

    /// <summary>Looks at those under way alone.</summary>
    public Task RunAsync(CancellationToken stop) => canaries.CheckAsync(stop);
}
