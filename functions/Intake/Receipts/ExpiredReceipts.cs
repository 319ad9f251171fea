using Azure;
using Azure.Data.Tables;
using Hotline.Intake.Table;
using Hotline.Platform.Storage;

namespace Hotline.Intake.Receipts;

/// <summary>The receipts of closed tips that nobody used for <see cref="ReceiptDesk.Life"/>, and what was said to them.</summary>
public sealed class ExpiredReceipts(TableClient table, TimeProvider time)
{
    private const int MostAtOnce = 99; // With the receipt itself, a transaction's 100.

    /// <summary>Deletes them.</summary>
    public async Task ForgetAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        foreach (var shard in IntakeKeys.Shards)
        {
            var (from, before) = IntakeKeys.ReceiptRange;
            var expired = table.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {shard} and RowKey ge {from} and RowKey lt {before} and Expires lt {now}"),
                select: ["PartitionKey", "RowKey", ReceiptRow.KeepUntil], cancellationToken: stop);
            await foreach (var receipt in expired)
                if (!ReceiptRow.IsKept(receipt, now))
                    await ForgetAsync(receipt, stop);
        }
    }

    private async Task ForgetAsync(TableEntity receipt, CancellationToken stop)
    {
        var (first, before) = IntakeKeys.RepliesOf(receipt.RowKey[(receipt.RowKey.IndexOf('|') + 1)..]);
        var replies = await table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {receipt.PartitionKey} and RowKey ge {first} and RowKey lt {before}"),
            select: ["PartitionKey", "RowKey"], cancellationToken: stop).ToListAsync(stop);
        foreach (var reply in replies.Skip(MostAtOnce))
            await table.DeleteEntityAsync(reply.PartitionKey, reply.RowKey, ETag.All, stop);
        // One that was used in between has changed, and stays.
        var transaction = new Transaction(receipt.PartitionKey).Remove(receipt.RowKey, receipt.ETag);
        foreach (var reply in replies.Take(MostAtOnce))
            transaction.Remove(reply.RowKey);
        await transaction.SubmitAsync(table, stop);
    }
}
