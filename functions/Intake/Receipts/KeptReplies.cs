using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Table;
using Hotline.Platform.Storage;

namespace Hotline.Intake.Receipts;

/// <summary>Keeps what Review says to a receipt beside it, still sealed.</summary>
public sealed class KeptReplies(TableClient table, TimeProvider time)
{
    private const int MostTries = 10;
    private const int MostCharacters = 32 * 1024; // Of a column.

    /// <summary>Keeps it. A second time, and where the receipt has expired, it changes nothing.</summary>
    /// <exception cref="RefusedException">It can't be kept, now or ever.</exception>
    /// <exception cref="NotYetException">Too many came at once.</exception>
    public async Task KeepAsync(Reply reply, CancellationToken stop)
    {
        if (reply.Sealed.Length > MostCharacters)
            throw new RefusedException($"The sealed reply is over {MostCharacters} characters.");
        var (shard, row) = (IntakeKeys.ShardOf(reply.Lookup), IntakeKeys.Receipt(reply.Lookup));
        for (var tries = 0; tries < MostTries; tries++)
        {
            var found = await table.GetEntityIfExistsAsync<TableEntity>(shard, row, cancellationToken: stop);
            if (found is not { HasValue: true, Value: { } receipt } || Build(new Transaction(shard), reply, receipt) is not { } transaction)
                return;
            if (await transaction.SubmitAsync(table, stop) is null)
                return;
            // The receipt has changed since it was read.
            await Contention.WaitAsync(tries, time, stop);
        }

        throw new NotYetException("Too many replies to one receipt came at once.");
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
