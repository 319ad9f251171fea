using Hotline.Platform.Messaging;
using Hotline.Platform.Scheduling;
using Hotline.Review.Ledger;
using Hotline.Review.Table;
using Hotline.Review.Tips;
using Microsoft.Extensions.Options;

namespace Hotline.Review.OnCall;

/// <summary>
/// Every minute, orders that whoever is on call is told of urgent tips that nobody has claimed: again, and further up, until somebody does.
/// Event and order are one transaction: each telling is ordered once, and <see cref="OnCallNotifier"/> sends it, however often it must try.
/// </summary>
public sealed class RemindOnCall(TipIndexReader listed, TipJournal tips, IOptions<OnCallOptions> options, TimeProvider time) : IScheduledTask
{
    /// <inheritdoc/>
    public Schedule Schedule { get; } = new(TimeSpan.FromMinutes(1));

    /// <summary>Looks at the urgent, unclaimed tips alone.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (options.Value.Steps.Count == 0)
            return;
        await listed.EachAsync(
            ReviewKeys.View($"{StateRow.Free}|{TipState.MostUrgent}"),
            tip => IsDue(tip) ? tips.ActAsync(tip.Id, Actor.Line, Decide, stop) : Task.CompletedTask, stop);
    }

    private Decision Decide(TipState tip)
    {
        if (!IsDue(tip))
            return Decision.Nothing;
        var step = options.Value.StepOf(tip.Notified - tip.NotifiedBefore + 1) + 1;
        return new Decision(
            [new NotifiedEvent(step)],
            (transaction, after) => transaction.Announce(new NotifyOnCall(after.Id, after.Notified).ToMessage(time.GetUtcNow())));
    }

    // What was missed meanwhile is not made up for: the next telling counts from the last.
    private bool IsDue(TipState tip)
    {
        var (steps, told) = (options.Value.Steps, tip.Notified - tip.NotifiedBefore);
        return tip.NeedsClaim
            && time.GetUtcNow() >= (told < steps.Count ? tip.NeedsClaimSince + steps[told].After : tip.NotifiedAt + options.Value.Again);
    }
}
