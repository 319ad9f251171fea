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
public sealed record TipQuery(string View, TipOrder Order, Func<TipState, bool> Wanted, string? After);

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
    private const int MaxCounted = 99;
    private static readonly RangeQuery Page = new() { PageSize = PageSize };

    /// <summary>Reads a page: fifty tips at most, and where the next one begins.</summary>
    public async Task<TipQueuePage> ReadAsync(TipQuery query, CancellationToken stop)
    {
        var view = query.Order == TipOrder.Newest && query.View == StateRow.Open ? StateRow.Late : query.View;
        var sources = table.Shards
            .SelectMany(shard => RangesOf(view, query.Order).Select(range => (shard, range)))
            .Select(source => table.RangeAsync(source.shard, BehindPage(query, view, source.range), stop, Page).GetAsyncEnumerator(stop))
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

    /// <summary>How many tips a view has, as far as is worth counting: <c>99+</c> is enough to know.</summary>
    public async Task<TipCount> CountAsync(string view, CancellationToken stop)
    {
        // A quarter of what is counted from each shard is mostly enough to know that there are more.
        var keys = new RangeQuery("RowKey") { PageSize = (MaxCounted / table.Shards.Count) + 2 };
        var shards = table.Shards
            .Select(shard => table.PagesAsync(shard, ReviewKeys.View(view), stop, keys).GetAsyncEnumerator(stop)).ToList();
        var count = 0;
        for (var open = shards; open.Count > 0 && count <= MaxCounted;)
        {
            var have = await Task.WhenAll(open.Select(pages => pages.MoveNextAsync().AsTask()));
            open = [.. open.Zip(have).Where(pages => pages.Second).Select(pages => pages.First)];
            count += open.Sum(pages => pages.Current.Count);
        }

        foreach (var pages in shards)
            await pages.DisposeAsync();
        return new TipCount(Math.Min(count, MaxCounted), count > MaxCounted);
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
}
