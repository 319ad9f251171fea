using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Table;

namespace Hotline.Review.Tips;

/// <summary>What an act needs to know and add beside its event.</summary>
/// <param name="Happened">What becomes events; none when there is nothing to do.</param>
/// <param name="Also">Adds rows to the same transaction; given the state that follows.</param>
public sealed record Decision(IReadOnlyList<NewEvent> Happened, Action<Transaction, TipState>? Also = null)
{
    /// <summary>Nothing to do.</summary>
    public static Decision Nothing { get; } = new([]);

    /// <summary>One event, and nothing else in its transaction.</summary>
    public static Decision Of(NewEvent happened) => new([happened]);
}

/// <summary>
/// The one way to change a tip: an event at the end of its chain, and in the same transaction the state, the index rows and whatever else
/// follows from it. Two acts at once meet at the chain's end; the later one reads again and decides again.
/// </summary>
public sealed class TipJournal(RoomTable table, ChainWriter chains, TimeProvider time)
{
    private static readonly TimeSpan OneOpening = TimeSpan.FromMinutes(15);

    // One page of the table; no tip has that many events in a quarter of an hour.
    private const int MaxLatest = 1000;

    private const string TipPrefix = "tip-";

    /// <summary>The chain of a tip.</summary>
    public static string ScopeOf(TipId tip) => TipPrefix + tip;

    /// <summary>The chain of a row, whatever its key says: what is no tip's is a finding of the audit.</summary>
    public static string ScopeOfRow(string tip) => TipPrefix + tip;

    /// <summary>The tip whose chain it is; null for the chain of something else.</summary>
    public static TipId? TipOf(string scope) =>
        scope.StartsWith(TipPrefix, StringComparison.Ordinal) ? TipId.OrNone(scope[TipPrefix.Length..]) : null;

    /// <summary>A tip's state; null when there is no such tip.</summary>
    public async Task<TipState?> FindAsync(TipId tip, CancellationToken stop)
    {
        var row = await table.FindAsync(
            ReviewKeys.ReviewShardOf(ScopeOf(tip)), ReviewKeys.Tip(tip), stop, "RowKey", StateRow.StateColumn, StateRow.HeldUntilColumn);
        return row is null ? null : StateRow.Read(row);
    }

    /// <summary>What changes with everything that happens on a tip, looks at it included.</summary>
    public async Task<string> VersionAsync(TipId tip, CancellationToken stop) => (await Chain.FindAsync(table, ScopeOf(tip), stop)).Hash;

    /// <summary>
    /// Notes that a part was listened to, looked at or downloaded: once a quarter of an hour, for a player asks for many ranges. Exact,
    /// whoever looks at the same moment.
    /// </summary>
    /// <exception cref="NotYetException">Too many acted at once.</exception>
    /// <param name="tip">The tip.</param>
    /// <param name="opened">What was done to the part.</param>
    /// <param name="actor">Who.</param>
    public Task OpenedAsync(TipId tip, PartEvent opened, Actor actor, CancellationToken stop)
    {
        var since = time.GetUtcNow() - OneOpening;
        return ActAsync(
            tip, actor, async (chain, _, token) => await LatestAsync(chain, token).AnyAsync(IsNoted, token) ? Decision.Nothing
                : Decision.Of(opened), null, stop);

        bool IsNoted(LedgerEvent e) => e.What == opened && e.Who == actor.Id && e.At > since;
    }

    // Read behind the chain's end, as the state is: what is added meanwhile changes the end, and the look is decided again.
    private IAsyncEnumerable<LedgerEvent> LatestAsync(Chain chain, CancellationToken stop)
    {
        var latest = ReviewKeys.EventsFrom(chain.Scope, Math.Max(0, chain.Length - MaxLatest));
        return table.RangeAsync(ReviewKeys.ReviewShardOf(chain.Scope), latest, stop)
            .Select(row => LedgerEvent.TryRead(row.Text("Event"))).OfType<LedgerEvent>();
    }

    /// <summary>Acts on a tip.</summary>
    /// <param name="tip">The tip.</param>
    /// <param name="actor">Who.</param>
    /// <param name="decide">What happens, given the state; it may be asked again, and may refuse by throwing.</param>
    /// <param name="marker">A row to insert that tells a repeated act; when it is there already, nothing happens.</param>
    /// <returns>The state afterwards.</returns>
    /// <exception cref="NotYetException">Too many acted at once.</exception>
    public Task<TipState> ActAsync(
        TipId tip, Actor actor, Func<TipState, Decision> decide, CancellationToken stop, (string Row, TableEntity Columns)? marker = null) =>
        ActAsync(tip, actor, (_, before, _) => ValueTask.FromResult(decide(before)), marker, stop);

    private Task<TipState> ActAsync(
        TipId tip, Actor actor, Func<Chain, TipState, CancellationToken, ValueTask<Decision>> decide,
        (string Row, TableEntity Columns)? marker, CancellationToken stop) => chains.AppendAsync<TipState>(
        ScopeOf(tip), actor,
        async (chain, token) =>
        {
            // The state follows from the chain: read behind its end, it is as new or newer, and the end's version then refuses it.
            var before = chain.Read is null ? TipState.New(tip) : await FindAsync(tip, token) ?? TipState.New(tip);
            var entry = await decide(chain, before, token);
            return new(entry.Happened, (transaction, events) => Write(transaction, before, entry, events), before) { Marker = marker };
        },
        "Too many act on this tip at once.", stop);

    private TipState Write(Transaction transaction, TipState before, Decision entry, IReadOnlyList<LedgerEvent> events)
    {
        var after = events.Aggregate(before, (state, happened) => state.Apply(happened));
        if (!ReferenceEquals(after, before))
            StateRow.AddTo(transaction, before, after);
        foreach (var job in StatusesOf(before, after))
            transaction.Announce(job.ToMessage(time.GetUtcNow()));
        entry.Also?.Invoke(transaction, after);
        return after;
    }

    // Whoever holds a receipt learns of it; the receipt of an answer is the earlier tip's, and it may have one of its own too.
    private static IEnumerable<SendStatus> StatusesOf(TipState before, TipState after)
    {
        if (after.ToldAt == before.ToldAt || after.IsCanary || after.Stage is TipStage.Dormant or TipStage.Dropped)
            yield break;
        if (after.Receipts > 0)
            yield return new SendStatus(after.Id, after.Id, after.ToldAt);
        foreach (var earlier in after.Earlier)
            yield return new SendStatus(TipId.OrNone(earlier), after.Id, after.ToldAt);
    }
}
