using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Table;
using Hotline.Platform.Storage;

namespace Hotline.Intake.Receipts;

/// <summary>Keeps what Review says to a receipt beside it, still sealed.</summary>
public sealed class ReplyStore(RoomTable table, TimeProvider time)
{
    private const int MaxTries = 10;
    private const int MaxCharacters = 32 * 1024; // Of a column.

    /// <summary>Keeps it. A second time, and where the receipt has expired, it changes nothing.</summary>
    /// <exception cref="RefusedException">It can't be kept, now or ever.</exception>
    /// <exception cref="NotYetException">Too many came at once.</exception>
    public async Task KeepAsync(Reply reply, CancellationToken stop)
    {
        if (reply.Sealed.Length > MaxCharacters)
            throw new RefusedException($"The sealed reply is over {MaxCharacters} characters.");
        var (shard, row) = (IntakeKeys.ShardOf(reply.Lookup), IntakeKeys.Receipt(reply.Lookup));
        await OptimisticRetry.RunAsync(
            async token => await table.FindAsync(shard, row, token) is { } receipt
                && Build(new Transaction(shard), reply, receipt) is { } transaction
                && await table.SubmitAsync(transaction, token) is not null
                    ? Attempt.Lost<bool>() : Attempt.Done(true),
            MaxTries, "Too many replies to one receipt came at once.", time, stop);
    }

    // Each changes the receipt as it was read, so that nothing is written beside one that expires meanwhile.
    private static Transaction? Build(Transaction transaction, Reply reply, TableEntity receipt) => reply.Kind switch
    {
        ReplyKind.Status when receipt.GetInt32("StatusNumber") >= reply.Number => null,
        ReplyKind.Status => transaction.Change(receipt.RowKey, StatusOf(reply), receipt.ETag),
        ReplyKind.Question => transaction
            .Change(receipt.RowKey, new TableEntity { { "Asked", reply.Number } }, receipt.ETag)
            .Put(IntakeKeys.Reply(reply.Lookup, reply.Number), new TableEntity { { "Sealed", reply.Sealed } }),
    };

    private static TableEntity StatusOf(Reply reply)
    {
        var columns = new TableEntity { { "Status", reply.Sealed }, { "StatusNumber", reply.Number } };
        // What an older Review does not say stays as it was.
        if (reply.KeepUntil is { } until)
            columns[ReceiptRow.KeepUntil] = until;
        return columns;
    }
}
