using Azure.Data.Tables;
using Hotline.Review.Table;

namespace Hotline.Review.Console;

/// <summary>The number of undelivered messages, shown in the frame of every page.</summary>
public sealed class UndeliveredCount(TableClient table)
{
    private const int MaxCounted = 99;

    /// <summary>How many wait, up to 99 in each shard.</summary>
    public async Task<int> ReadAsync(CancellationToken stop) => (await Task.WhenAll(ReviewKeys.ReviewShards.Select(
        shard => ReadAsync(shard, stop)))).Sum();

    private async Task<int> ReadAsync(string shard, CancellationToken stop)
    {
        var (from, before) = ReviewKeys.AllUndelivered;
        return await table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {shard} and RowKey ge {from} and RowKey lt {before}"), MaxCounted, ["RowKey"],
            stop).Take(MaxCounted).CountAsync(stop);
    }
}
