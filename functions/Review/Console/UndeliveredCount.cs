using Hotline.Platform.Storage;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Review.Console;

/// <summary>The number of undelivered messages, shown in the frame of every page.</summary>
public sealed class UndeliveredCount(RoomTable table)
{
    private const int MaxCounted = 99;
    private static readonly RangeQuery Keys = new("RowKey") { PageSize = MaxCounted };

    private readonly ShardCache<int> counts = new();

    /// <summary>How many wait, up to 99 in each shard.</summary>
    /// <param name="pulse">The pulse where it was felt before: it tells of what is undelivered too.</param>
    public async Task<int> ReadAsync(Pulse? pulse, CancellationToken stop) => (await Task.WhenAll(table.Shards.Select(
        shard => pulse is null ? CountAsync(shard, stop) : counts.GetAsync(pulse, shard, "", () => CountAsync(shard, stop))))).Sum();

    private Task<int> CountAsync(string shard, CancellationToken stop) =>
        table.RangeAsync(shard, ReviewKeys.AllUndelivered, stop, Keys).Take(MaxCounted).CountAsync(stop).AsTask();
}
