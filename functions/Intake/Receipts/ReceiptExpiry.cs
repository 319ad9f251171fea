using Azure.Data.Tables;
using Hotline.Intake.Table;
using Hotline.Platform.Storage;

namespace Hotline.Intake.Receipts;

/// <summary>The receipts of closed tips that nobody used for <see cref="ReceiptDesk.Life"/>, and what was said to them.</summary>
public sealed class ReceiptExpiry(RoomTable table, TimeProvider time)
{
    private const int MaxAtOnce = 99; // With the receipt itself, a transaction's 100.

    /// <summary>Deletes them.</summary>
    public async Task ForgetAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var expired = new RangeQuery("PartitionKey", "RowKey", ReceiptRow.KeepUntil) { Where = RowCondition.Before("Expires", now) };
        await foreach (var receipt in table.EachShardAsync(IntakeKeys.ReceiptRange, stop, expired))
            if (!ReceiptRow.IsKept(receipt, now))
                await ForgetAsync(receipt, stop);
    }

    private async Task ForgetAsync(TableEntity receipt, CancellationToken stop)
    {
        var range = IntakeKeys.RepliesOf(IntakeKeys.ReceiptRange.Rest(receipt.RowKey));
        var replies = await table.RangeAsync(receipt.PartitionKey, range, stop, new RangeQuery("RowKey")).ToListAsync(stop);
        foreach (var reply in replies.Skip(MaxAtOnce))
            await table.DeleteAsync(receipt.PartitionKey, reply.RowKey, stop);
        // One that was used in between has changed, and stays.
        var transaction = new Transaction(receipt.PartitionKey).Remove(receipt.RowKey, receipt.ETag);
        foreach (var reply in replies.Take(MaxAtOnce))
            transaction.Remove(reply.RowKey);
        await table.SubmitAsync(transaction, stop);
    }
}
