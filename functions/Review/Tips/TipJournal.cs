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
public sealed record Entry(IReadOnlyList<Happening> Happened, Action<Transaction, TipState>? Also = null)
{
    /// <summary>Nothing to do.</summary>
    public static Entry Nothing { get; } = new([]);

    /// <summary>One event.</summary>
    public static Entry Of(Happening happened) => new([happened]);
}

/// <summary>
/// The one way to change a tip: an event at the end of its chain, and in the same transaction the state, the index rows and whatever else
/// follows from it. Two acts at once meet at the chain's end; the later one reads again and decides again.
/// </summary>
public sealed class TipJournal(TableClient table, Outbox outbox, TimeProvider time)
{
    private const int MostTries = 60;
    private static readonly TimeSpan OneOpening = TimeSpan.FromMinutes(15);

    // One page of the table; no tip has that many events in a quarter of an hour.
    private const int MaxLatest = 1000;

    private const string TipPrefix = "tip-";

    /// <summary>The chain of a tip.</summary>
    public static string ScopeOf(TipId tip) => TipPrefix + tip;

    /// <summary>The tip whose chain it is; null for the chain of something else.</summary>
    public static TipId? TipOf(string scope) =>
        scope.StartsWith(TipPrefix, StringComparison.Ordinal) ? new TipId(scope[TipPrefix.Length..]) : null;

    /// <summary>A tip's state; null when there is no such tip.</summary>
    public async Task<TipState?> FindAsync(TipId tip, CancellationToken stop)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(
            ReviewKeys.ReviewShardOf(ScopeOf(tip)), ReviewKeys.Tip(tip), ["RowKey", StateRow.StateColumn, StateRow.HeldUntilColumn], stop);
        return row is { HasValue: true, Value: { } found } ? StateRow.Read(found) : null;
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
    /// <param name="stop">Cuts it short.</param>
    public Task OpenedAsync(TipId tip, PartEvent opened, Actor actor, CancellationToken stop)
    {
        var since = time.GetUtcNow() - OneOpening;
        return ActAsync(
            tip, actor, async (chain, _) => await LatestAsync(chain, stop).AnyAsync(IsNoted, stop) ? Entry.Nothing
                : Entry.Of(opened), null, stop);

        bool IsNoted(AuditEvent e) => e.What == opened && e.Who == actor.Id && e.At > since;
    }

    // Read behind the chain's end, as the state is: what is added meanwhile changes the end, and the look is decided again.
    private IAsyncEnumerable<AuditEvent> LatestAsync(Chain chain, CancellationToken stop)
    {
        var (from, before) =
            (ReviewKeys.Event(chain.Scope, Math.Max(0, chain.Length - MaxLatest)), ReviewKeys.EventsOf(chain.Scope).Before);
        return table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter(
                $"PartitionKey eq {ReviewKeys.ReviewShardOf(chain.Scope)} and RowKey ge {from} and RowKey lt {before}"), cancellationToken: stop)
            .Select(row => AuditEvent.TryRead(row.Text("Event"))).OfType<AuditEvent>();
    }

    /// <summary>Acts on a tip.</summary>
    /// <param name="tip">The tip.</param>
    /// <param name="actor">Who.</param>
    /// <param name="decide">What happens, given the state; it may be asked again, and may refuse by throwing.</param>
    /// <param name="stop">Cuts it short; all of it is stored then, or nothing.</param>
    /// <param name="marker">A row to insert that tells a repeated act; when it is there already, nothing happens.</param>
    /// <returns>The state afterwards.</returns>
    /// <exception cref="NotYetException">Too many acted at once.</exception>
    public Task<TipState> ActAsync(
        TipId tip, Actor actor, Func<TipState, Entry> decide, CancellationToken stop, (string Row, TableEntity Columns)? marker = null) =>
        ActAsync(tip, actor, (_, before) => ValueTask.FromResult(decide(before)), marker, stop);

    private async Task<TipState> ActAsync(
        TipId tip, Actor actor, Func<Chain, TipState, ValueTask<Entry>> decide, (string Row, TableEntity Columns)? marker,
        CancellationToken stop)
    {
        var scope = ScopeOf(tip);
        for (var tries = 0; tries < MostTries; tries++)
        {
            // The state follows from the chain: read behind its end, it is as new or newer, and the end's version then refuses it.
            var chain = await Chain.FindAsync(table, scope, stop);
            var before = chain.Read is null ? TipState.New(tip) : await FindAsync(tip, stop) ?? TipState.New(tip);
            var entry = await decide(chain, before);
            if (entry.Happened.Count == 0)
                return before;
            var transaction = new Transaction(ReviewKeys.ReviewShardOf(scope));
            if (marker is { } once)
                transaction.Insert(once.Row, once.Columns);
            var after = Append(transaction, chain, before, entry, actor);
            var conflict = await outbox.CommitAsync(transaction, stop);
            if (conflict is null)
                return after;
            if (conflict == 0 && marker is not null)
                return before;
            await Task.Delay(Random.Shared.Next(2, 10 + (2 * tries)), stop);
        }

        throw new NotYetException("Too many act on this tip at once.");
    }

    private TipState Append(Transaction transaction, Chain chain, TipState before, Entry entry, Actor actor)
    {
        var after = before;
        var events = new List<AuditEvent>();
        foreach (var happening in entry.Happened)
        {
            var end = events.Count == 0
                ? chain : chain with { Length = chain.Length + events.Count, Hash = AuditEvent.HashOf(events[^1].ToJson()) };
            events.Add(end.Next(happening, actor, time.GetUtcNow()));
            after = after.Apply(events[^1]);
        }

        chain.AddTo(transaction, events);
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
            yield return new SendStatus(new TipId(earlier), after.Id, after.ToldAt);
    }
}
