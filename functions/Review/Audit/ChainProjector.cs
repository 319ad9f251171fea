using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Review.Ledger;
using Hotline.Review.Numbers;
using Hotline.Review.Retention;
using Hotline.Review.Similarity;
using Hotline.Review.Table;
using Hotline.Review.Tips;
using Hotline.Review.Undelivered;

namespace Hotline.Review.Audit;

/// <summary>
/// The rows that a chain makes: its events, its end, and whatever follows from them. All but its likes lie in the shard of its scope.
/// </summary>
/// <param name="textOf">Reads what the container <c>parts</c> holds, by folder and name; null where it is not there.</param>
public sealed class ChainProjector(Func<string, string, Task<string?>> textOf)
{
    /// <summary>The rows of a chain's events and of its end, whatever they say.</summary>
    /// <param name="scope">The chain.</param>
    /// <param name="chain">Its events as JSON by number: each keeps its own, also where one before it is missing.</param>
    public static IEnumerable<(string Row, TableEntity Columns)> EventsOf(string scope, SortedDictionary<int, string> chain)
    {
        var last = chain.Last();
        return
        [
            .. chain.Select(one => (ReviewKeys.Event(scope, one.Key), Chain.Columns(one.Value))),
            (ReviewKeys.Chain(scope), new TableEntity { { "Length", last.Key + 1 }, { "Hash", LedgerEvent.HashOf(last.Value) } }),
        ];
    }

    /// <summary>A chain's rows.</summary>
    /// <param name="scope">The chain.</param>
    /// <param name="chain">Its events as JSON by number.</param>
    /// <exception cref="FormatException">Nothing follows from what its events say.</exception>
    public async Task<IReadOnlyList<(string Row, TableEntity Columns)>> OfAsync(string scope, SortedDictionary<int, string> chain)
    {
        var happened = chain.Values.Select(LedgerEvent.Read).ToList();
        var rows = EventsOf(scope, chain).ToList();
        if (TipJournal.TipOf(scope) is { } tip)
            rows.AddRange(await OfTipAsync(tip, happened));
        else if (scope.StartsWith("consent-", StringComparison.Ordinal))
            rows.AddRange([.. ConsentBook.RowsOf(scope["consent-".Length..], happened), .. MarkersOf(happened)]);
        else if (scope.StartsWith(BlockList.Prefix, StringComparison.Ordinal))
            rows.AddRange(BlockList.RowsOf(scope[BlockList.Prefix.Length..], happened));
        else if (scope.StartsWith("undelivered-", StringComparison.Ordinal))
            rows.AddRange(await OfUndeliveredAsync(scope["undelivered-".Length..], happened));
        return rows;
    }

    /// <summary>The rows by which a tip's texts are found, in the partition <see cref="ReviewKeys.LikePartition"/>.</summary>
    public static IEnumerable<string> LikesOf(string scope, IReadOnlyCollection<string> chain) =>
        TipJournal.TipOf(scope) is not { } tip || chain.Any(json => LedgerEvent.Read(json).Act == EventKind.Tested) ? []
            : SimilarTipFinder.RowsOf(tip, DormantTipSweep.Standing([.. chain.Select(LedgerEvent.Read)]));

    private async Task<IEnumerable<(string, TableEntity)>> OfTipAsync(TipId tip, List<LedgerEvent> happened)
    {
        var state = happened.Aggregate(TipState.New(tip), (before, now) => before.Apply(now));
        var rows = StateRow.RowsOf(state).ToList();
        rows.AddRange(MarkersOf(happened));
        var standing = DormantTipSweep.Standing(happened).ToList();
        foreach (var part in PartRow.MadeBy(standing))
            if (await textOf(tip.Value, part.Value) is { } envelope)
                rows.Add((ReviewKeys.Part(tip, part), PartRow.Columns(envelope)));
        foreach (var number in state.IsCanary ? [] : standing.Select(e => (e.What as AcceptedEvent)?.Number).OfType<string>())
            rows.Add((ReviewKeys.Number(number, tip), []));
        return rows.DistinctBy(row => row.Row);
    }

    private async Task<IEnumerable<(string, TableEntity)>> OfUndeliveredAsync(string id, List<LedgerEvent> happened)
    {
        if (await textOf(PartJournal.Undelivered, id) is not { } body)
            return [];
        var message = UndeliveredMessage.Make(id, happened, body);
        return [(message.Row, message.ToColumns())];
    }

    private static IEnumerable<(string, TableEntity)> MarkersOf(IEnumerable<LedgerEvent> happened) =>
        happened.Select(e => (e.Scope, By: MarkedBy(e))).Where(one => one.By is not null)
            .Select(one => (ConsentBook.MarkerOf(one.By!.Value.Value, one.Scope), new TableEntity()));

    // What its transaction inserts so that a second time changes nothing.
    private static PartId? MarkedBy(LedgerEvent happened) => happened.Act switch
    {
        EventKind.Consented => (happened.What as ConsentedEvent)?.Part,
        EventKind.Answered => (happened.What as AnsweredEvent)?.Answer,
        EventKind.Texted => (happened.What as TextedEvent)?.Question,
        EventKind.Accepted or EventKind.Viewed or EventKind.Opened or EventKind.Downloaded or EventKind.ShowedNumber or EventKind.ShowedCodes or EventKind.Claimed or EventKind.Released
            or EventKind.Lapsed or EventKind.Assigned or EventKind.Escalated or EventKind.Noted or EventKind.Tagged or EventKind.Prioritised or EventKind.Blocked or EventKind.Unblocked
            or EventKind.Corrected or EventKind.Asked or EventKind.Linked or EventKind.Closed or EventKind.Reopened or EventKind.Notified or EventKind.Undelivered or EventKind.Redriven
            or EventKind.SetAside or EventKind.Dropped or EventKind.Tested or EventKind.Compared or EventKind.SignedIn or EventKind.Looked or EventKind.Verified => null,
    };
}
