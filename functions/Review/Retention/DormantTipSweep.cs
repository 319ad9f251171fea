using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Review.Canary;
using Hotline.Review.Ledger;
using Hotline.Review.Table;
using Hotline.Review.Tips;
using Hotline.Review.Undelivered;
using Microsoft.Extensions.Options;

namespace Hotline.Review.Retention;

/// <summary>
/// Tips without content. After some time they are dropped: the chain stays and says so, the parts (a sealed number, a receipt) go. What
/// comes later makes the tip work all the same.
/// </summary>
public sealed class DormantTipSweep(
    RoomTable table, TipIndexReader listed, TipJournal tips, TipReader reader, PartJournal parts, UndeliveredDesk undelivered,
    IOptions<ReviewOptions> options, IOptions<CanaryOptions> canary, TimeProvider time) : IJobHandler<ForgetTip>
{
    /// <summary>The events of a chain whose parts must still be there: those behind the last drop.</summary>
    public static IEnumerable<LedgerEvent> Standing(IReadOnlyList<LedgerEvent> chain) =>
        chain.Skip(1 + chain.ToList().FindLastIndex(e => e.Act == EventKind.Dropped));

    /// <summary>Drops those that have been dormant for long enough, and what our own calls have left.</summary>
    public async Task DropAsync(CancellationToken stop)
    {
        var coming = await undelivered.ComingAsync(stop);
        await DropAsync(StateRow.Dormant, options.Value.DormantFor, tip => !MayGetContent(tip, coming), stop);
        await DropAsync(StateRow.Checked, canary.Value.KeptFor, _ => true, stop);
    }

    private async Task DropAsync(string view, TimeSpan kept, Func<TipState, bool> mayGo, CancellationToken stop)
    {
        await listed.EachAsync(
            ReviewKeys.OlderThan(view, time.GetUtcNow() - kept),
            tip => mayGo(tip) ? tips.ActAsync(tip.Id, Actor.Line, Drop, stop) : Task.CompletedTask, stop);
    }

    // What waits for somebody to mend its cause may be what the tip lacks. An envelope names its tip in clear, whatever else is wrong with
    // it; Intake's work names none, and may be the import of any tip that was promised something by a receipt.
    private static bool MayGetContent(TipState tip, IReadOnlyList<UndeliveredMessage> coming) => coming.Any(message =>
        message.Body?.Contains(tip.Id.Value, StringComparison.Ordinal) == true || (tip.Receipts > 0 && message.Source == Queues.Intake));

    /// <summary>Removes the parts of a dropped tip; those that came afterwards stay.</summary>
    public async Task HandleAsync(ForgetTip job, CancellationToken stop)
    {
        var tip = job.Tip;
        var chain = await reader.EventsAsync(tip, stop);
        var stay = PartRow.MadeBy(Standing(chain)).ToHashSet();
        foreach (var part in PartRow.MadeBy(chain).Where(part => !stay.Contains(part)))
        {
            await table.DeleteAsync(ReviewKeys.ReviewShardOf(TipJournal.ScopeOf(tip)), ReviewKeys.Part(tip, part), stop);
            await parts.RemoveAsync(tip.Value, part.Value, stop);
        }
    }

    // Content may have come since the row was read.
    private Decision Drop(TipState state) => IsDue(state)
        ? new Decision([new DroppedEvent()], (transaction, after) => transaction.Announce(
            new ForgetTip(after.Id).ToMessage(time.GetUtcNow())))
        : Decision.Nothing;

    private bool IsDue(TipState state) => state switch
    {
        { Stage: TipStage.Dormant } => time.GetUtcNow() - state.Latest > options.Value.DormantFor,
        { Stage: TipStage.Closed, IsCanary: true } => time.GetUtcNow() - state.ClosedAt > canary.Value.KeptFor,
        _ => false,
    };
}
