using Hotline.Platform.Storage;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Review.WorkQueue;

/// <summary>The counts beside the list: <c>99+</c> is enough to know.</summary>
public sealed class QueueCounts(RoomTable table)
{
    private const int MaxCounted = 99;

    private readonly ShardCache<ShardCount> counts = new();

    /// <summary>How many tips each view has.</summary>
    /// <param name="views">The index of each view.</param>
    /// <param name="pulse">The pulse that was felt before.</param>
    public async Task<IReadOnlyDictionary<QueueView, TipCount>> ReadAsync(
        IReadOnlyDictionary<QueueView, string> views, Pulse pulse, CancellationToken stop)
    {
        var read = views.ToDictionary(view => view.Key, view => CountAsync(ReviewKeys.View(view.Value), pulse, stop));
        await Task.WhenAll(read.Values);
        return read.ToDictionary(count => count.Key, count => count.Value.Result);
    }

    // A quarter of what is counted from each shard is mostly enough to know that there are more.
    private async Task<TipCount> CountAsync(KeyRange view, Pulse pulse, CancellationToken stop)
    {
        var (count, hasMore) = await SumAsync(view, pulse, (MaxCounted / table.Shards.Count) + 2, stop);
        if (hasMore && count <= MaxCounted)
            (count, hasMore) = await SumAsync(view, pulse, MaxCounted + 1, stop);
        return new TipCount(Math.Min(count, MaxCounted), hasMore || count > MaxCounted);
    }

    private async Task<ShardCount> SumAsync(KeyRange view, Pulse pulse, int max, CancellationToken stop)
    {
        var shards = await Task.WhenAll(table.Shards.Select(shard =>
            counts.GetAsync(pulse, shard, $"{view.From} {max}", () => CountAsync(shard, view, max, stop))));
        return new ShardCount(shards.Sum(shard => shard.Count), shards.Any(shard => shard.HasMore));
    }

    // Of one more than is counted, the last says that there are more.
    private async Task<ShardCount> CountAsync(string shard, KeyRange view, int max, CancellationToken stop)
    {
        var count = await table.RangeAsync(shard, view, stop, new RangeQuery("RowKey") { PageSize = max + 1 }).Take(max + 1).CountAsync(stop);
        return new ShardCount(Math.Min(count, max), count > max);
    }

    private readonly record struct ShardCount(int Count, bool HasMore);
}
