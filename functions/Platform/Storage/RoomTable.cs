using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Hotline.Platform.Storage;

/// <summary>A room's table: rows by shard and key, ranges of them, transactions.</summary>
/// <param name="client">The table.</param>
/// <param name="shards">Its partitions that hold what is written together.</param>
public sealed class RoomTable(TableClient client, IReadOnlyList<string> shards)
{
    /// <summary>The table's shards.</summary>
    public IReadOnlyList<string> Shards => shards;

    /// <summary>A row; null where there is none.</summary>
    /// <param name="shard">Its shard.</param>
    /// <param name="key">Its key.</param>
    /// <param name="columns">The columns to read; none for all.</param>
    public async Task<TableEntity?> FindAsync(string shard, string key, CancellationToken stop, params string[] columns)
    {
        var row = await client.GetEntityIfExistsAsync<TableEntity>(shard, key, columns.Length == 0 ? null : columns, stop);
        return row.HasValue ? row.Value : null;
    }

    /// <summary>A row that is there.</summary>
    /// <exception cref="RequestFailedException">It is not, or storage can't be reached.</exception>
    public async Task<TableEntity> ReadAsync(string shard, string key, CancellationToken stop) =>
        (await client.GetEntityAsync<TableEntity>(shard, key, cancellationToken: stop)).Value;

    /// <summary>The rows of a range, in the order of their keys.</summary>
    public IAsyncEnumerable<TableEntity> RangeAsync(string shard, KeyRange range, CancellationToken stop, RangeQuery? query = null) =>
        Query(shard, range, query, stop);

    /// <summary>The same, as storage answers it.</summary>
    public IAsyncEnumerable<IReadOnlyList<TableEntity>> PagesAsync(
        string shard, KeyRange range, CancellationToken stop, RangeQuery? query = null) =>
        Query(shard, range, query, stop).AsPages().Select(page => page.Values);

    /// <summary>The rows of a range in every shard, one shard after the other.</summary>
    public IAsyncEnumerable<TableEntity> EachShardAsync(KeyRange range, CancellationToken stop, RangeQuery? query = null) =>
        shards.ToAsyncEnumerable().SelectMany(shard => RangeAsync(shard, range, stop, query));

    /// <summary>Sends a transaction: one request.</summary>
    /// <inheritdoc cref="Transaction.SubmitAsync"/>
    public Task<int?> SubmitAsync(Transaction transaction, CancellationToken stop) => transaction.SubmitAsync(client, stop);

    /// <summary>Adds the columns to a row, which is made if it is not there.</summary>
    public Task MergeAsync(string shard, string key, TableEntity columns, CancellationToken stop) =>
        client.UpsertEntityAsync(Placed(columns, shard, key), TableUpdateMode.Merge, stop);

    /// <summary>Makes a row, or adds the columns to it as it was read.</summary>
    /// <param name="shard">Its shard.</param>
    /// <param name="key">Its key.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="read">Its version; <see cref="ETag.All"/> for any, null where it must not be there yet.</param>
    /// <returns>Its new version; null when it is not, or no more, as it was read, and nothing is written.</returns>
    public async Task<ETag?> TryWriteAsync(string shard, string key, TableEntity columns, ETag? read, CancellationToken stop)
    {
        try
        {
            var written = read is { } version
                ? await client.UpdateEntityAsync(Placed(columns, shard, key), version, TableUpdateMode.Merge, stop)
                : await client.AddEntityAsync(Placed(columns, shard, key), stop);
            return written.Headers.ETag;
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412 || e.ErrorCode == TableErrorCode.ResourceNotFound)
        {
            return null;
        }
    }

    /// <summary>Removes a row, whatever it holds; where there is none, nothing happens.</summary>
    public Task DeleteAsync(string shard, string key, CancellationToken stop) => client.DeleteEntityAsync(shard, key, ETag.All, stop);

    private AsyncPageable<TableEntity> Query(string shard, KeyRange range, RangeQuery? query, CancellationToken stop)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {shard} and RowKey ge {range.From} and RowKey lt {range.Before}");
        return client.QueryAsync<TableEntity>(
            query?.Where is { } where ? $"{filter} and {where.Filter}" : filter, query?.PageSize,
            query is { Columns.Count: > 0 } ? query.Columns : null, stop);
    }

    private static TableEntity Placed(TableEntity columns, string shard, string key)
    {
        (columns.PartitionKey, columns.RowKey) = (shard, key);
        return columns;
    }
}
