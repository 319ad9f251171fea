using Hotline.Platform.Scheduling;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Review.Casework;

/// <summary>Every minute, frees the tips whose claim has run out.</summary>
public sealed class ReleaseLapsedClaims(TipIndexReader listed, TipJournal tips, TipCasework casework, TimeProvider time) : IScheduledTask
{
    /// <inheritdoc/>
    public Schedule Schedule { get; } = new(TimeSpan.FromMinutes(1));

    /// <summary>Looks at the held tips alone: as many as are being worked on.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await listed.EachAsync(
            ReviewKeys.View("mine"),
            async held =>
            {
                // A renewed claim is in the tip's own row alone.
                if (await tips.FindAsync(held.Id, stop) is { Holder: not null } tip && tip.HeldUntil < time.GetUtcNow())
                    await casework.LapseAsync(tip.Id, stop);
            }, stop);
    }
}
