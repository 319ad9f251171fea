using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Hotline.Platform.Storage;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Review.WorkQueue;

/// <summary>Which tips to list.</summary>
/// <param name="View">The index to read: one of <see cref="StateRow"/>'s names.</param>
/// <param name="Order">The order of the list.</param>
/// <param name="Wanted">Which tips of the view.</param>
/// <param name="After">Where the page before ended; null for the first page.</param>
/// <param name="IsFiltered">Whether not all of the view's tips are wanted.</param>
public sealed record TipQuery(string View, TipOrder Order, Func<TipState, bool> Wanted, string? After, bool IsFiltered = true);

/// <summary>The order of a list of tips.</summary>
public enum TipOrder
{
    /// <summary>The most urgent first; of the same priority what nothing has read, and then the oldest.</summary>
    Priority,

    /// <summary>The oldest first.</summary>
    Oldest,

    /// <summary>The newest first.</summary>
    Newest,
}

/// <summary>A page of a list.</summary>
/// <param name="Tips">The tips, in order.</param>
/// <param name="Next">What to ask the next page with; null when this is the last.</param>
public sealed record TipQueuePage(IReadOnlyList<TipState> Tips, string? Next);

/// <summary>
/// The work queue: bounded ranges of index rows, one a shard, merged. What a page costs does not grow with the number of tips, except as
/// far as a filter passes over rows.
/// </summary>
public sealed class TipQueue(RoomTable table, TipIndexReader listed)
{
    private const int PageSize = 50;
    private const int MaxPassedOver = 2_000;

    // Each shard has a quarter of a page, more or less; a filter passes over many.
    private const int FirstRows = 20;
    private const int FilteredRows = 500;

    private readonly ShardCache<FirstOfRange> first = new();

    /// <summary>Reads a page: fifty tips at most, and where the next one begins.</summary>
    /// <param name="query">Which.</param>
    /// <param name="pulse">The pulse that was felt before.</param>
    public async Task<TipQueuePage> ReadAsync(TipQuery query, Pulse pulse, CancellationToken stop)
    {
        var view = query.Order == TipOrder.Newest && query.View == StateRow.Open ? StateRow.Late : query.View;
        var sources = table.Shards
            .SelectMany(shard => RangesOf(view, query.Order).Select(range => (shard, range)))
            .Select(source => RowsAsync(query, source.shard, BehindPage(query, view, source.range), pulse, stop).GetAsyncEnumerator(stop))
            .ToList();
        try
        {
            var heads = new PriorityQueue<IAsyncEnumerator<TableEntity>, string>(StringComparer.Ordinal);
            foreach (var (source, has) in sources.Zip(await Task.WhenAll(sources.Select(source => source.MoveNextAsync().AsTask()))))
                if (has)
                    heads.Enqueue(source, PlaceOf(source.Current.RowKey, query.Order));
            var tips = new List<TipState>();
            for (var passed = 0; heads.TryDequeue(out var source, out var place); passed++)
            {
                if (await listed.ReadAsync(source.Current, stop) is { } tip && query.Wanted(tip))
                    tips.Add(tip);
                if (await source.MoveNextAsync())
                    heads.Enqueue(source, PlaceOf(source.Current.RowKey, query.Order));
                if ((tips.Count == PageSize || passed == MaxPassedOver) && heads.Count > 0)
                    return new TipQueuePage(tips, place);
            }

            return new TipQueuePage(tips, null);
        }
        finally
        {
            foreach (var source in sources)
                await source.DisposeAsync();
        }
    }

    // What every console shows first is read once for all of them.
    private async IAsyncEnumerable<TableEntity> RowsAsync(
        TipQuery query, string shard, KeyRange range, Pulse pulse, [EnumeratorCancellation] CancellationToken stop)
    {
        var rest = range;
        if (query is { IsFiltered: false, After: null })
        {
            var (rows, hasMore) = await first.GetAsync(pulse, shard, range.From, () => FirstAsync(shard, range, stop));
            foreach (var row in rows)
                yield return row;
            if (!hasMore)
                yield break;
            rest = range.Behind(rows[^1].RowKey);
        }

        var page = new RangeQuery { PageSize = query.IsFiltered ? FilteredRows : FirstRows };
        await foreach (var row in table.RangeAsync(shard, rest, stop, page))
            yield return row;
    }

    private async Task<FirstOfRange> FirstAsync(string shard, KeyRange range, CancellationToken stop)
    {
        var rows = await table.RangeAsync(shard, range, stop, new RangeQuery { PageSize = FirstRows }).Take(FirstRows).ToListAsync(stop);
        return new FirstOfRange(rows, rows.Count == FirstRows);
    }

    // The oldest first: each priority is in that order by itself, read and unread, so that eight ranges are merged instead of one.
    private static IEnumerable<KeyRange> RangesOf(string view, TipOrder order) =>
        order == TipOrder.Oldest && view != StateRow.Closed
            ? Enumerable.Range(1, 8).Select(n => ReviewKeys.View(ReviewKeys.ViewOf(view, (n + 1) / 2, isUnread: n % 2 == 1)))
            : [ReviewKeys.View(view)];

    private static string PlaceOf(string row, TipOrder order) => order == TipOrder.Oldest ? ReviewKeys.PlaceByAge(row) : row;

    private static KeyRange BehindPage(TipQuery query, string view, KeyRange range) =>
        query.After is not { } after ? range
        : query.Order == TipOrder.Oldest && view != StateRow.Closed ? range.Behind(range.From + after)
        // Whatever the address says: before the view's first row lie rows of another kind.
        : string.CompareOrdinal(after, range.From) < 0 ? range
        : range.Behind(after);

    private readonly record struct FirstOfRange(IReadOnlyList<TableEntity> Rows, bool HasMore);
}
