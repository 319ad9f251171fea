using System.Diagnostics;
using Hotline.Platform.Storage;

namespace Hotline.Platform.Messaging;

/// <summary>The messages of a transaction: rows of it until the bus has them.</summary>
public static class OutboxTransactions
{
    /// <summary>Adds the outbox row of a message; a message of the same id replaces it.</summary>
    public static Transaction Announce(this Transaction transaction, OutboxMessage message)
    {
        if (Activity.Current is { } span)
            message = message with { TraceParent = span.Id };
        return transaction.Put(OutboxKeys.Of(message.Queue, message.Id), message.ToColumns());
    }

    /// <summary>The messages that it announces, in their order.</summary>
    public static IEnumerable<OutboxMessage> Announced(this Transaction transaction) =>
        transaction.Rows.Where(row => OutboxKeys.IsOne(row.RowKey)).Select(OutboxMessage.From);
}
