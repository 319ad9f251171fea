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

    /// <summary>The messages that it announced, in their order, as they are stored.</summary>
    public static IEnumerable<StoredMessage> Announced(this Transaction transaction) =>
        from written in transaction.Written
        where OutboxKeys.IsOne(written.Row.RowKey)
        select new StoredMessage(transaction.Partition, OutboxMessage.From(written.Row), written.Version);

    /// <summary>The keys of the messages that it would announce.</summary>
    public static IEnumerable<string> Announcing(this Transaction transaction) =>
        transaction.Rows.Select(row => row.RowKey).Where(OutboxKeys.IsOne);
}
