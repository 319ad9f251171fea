using Hotline.Platform.Storage;
using Hotline.Review.Table;

namespace Hotline.Review.Console;

/// <summary>The number of undelivered messages, shown in the frame of every page.</summary>
public sealed class UndeliveredCount(RoomTable table)
{
    private const int MaxCounted = 99;
    private static readonly RangeQuery Keys = new("RowKey") { PageSize = MaxCounted };

    /// <summary>How many wait, up to 99 in each shard.</summary>
    public async Task<int> ReadAsync(CancellationToken stop) => (await Task.WhenAll(table.Shards.Select(shard =>
        table.RangeAsync(shard, ReviewKeys.AllUndelivered, stop, Keys).Take(MaxCounted).CountAsync(stop).AsTask()))).Sum();
}
