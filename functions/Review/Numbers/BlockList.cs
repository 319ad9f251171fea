using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Table;

namespace Hotline.Review.Numbers;

/// <summary>
/// Numbers whose tips come last, by their lasting hash, until somebody takes them off. What they send is taken, read and kept like
/// anybody's. Each number has a chain of its own.
/// </summary>
public sealed class BlockList(TableClient table, Outbox outbox, TimeProvider time)
{
    /// <summary>What a number's chain is called before its hash.</summary>
    public const string Prefix = "block-";

    private const int MostTries = 20;

    /// <summary>The row that a number's chain makes: how it stands.</summary>
    public static IEnumerable<(string Row, TableEntity Columns)> RowsOf(string number, IReadOnlyList<AuditEvent> happened) =>
        [(ReviewKeys.Block(number), new TableEntity { { "IsBlocked", happened[^1].Act == Act.Blocked } })];

    /// <summary>Whether a number is on the list.</summary>
    public async Task<bool> HasAsync(string number, CancellationToken stop)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(
            ReviewKeys.ReviewShardOf(Prefix + number), ReviewKeys.Block(number), ["IsBlocked"], stop);
        return row is { HasValue: true, Value: { } found } && found.GetBoolean("IsBlocked") == true;
    }

    /// <summary>Puts a number on the list, or takes it off. A second time it changes nothing.</summary>
    /// <param name="number">The number's lasting hash.</param>
    /// <param name="isBlocked">Whether it is to be on the list.</param>
    /// <param name="tip">The tip that gave cause.</param>
    /// <param name="actor">Who.</param>
    /// <param name="stop">Cuts it short; all of it is stored then, or nothing.</param>
    /// <exception cref="NotYetException">Too many did so at once.</exception>
    public async Task SetAsync(string number, bool isBlocked, TipId tip, Actor actor, CancellationToken stop)
    {
        var scope = Prefix + number;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var chain = await Chain.FindAsync(table, scope, stop);
            if (await HasAsync(number, stop) == isBlocked)
                return;
            var happened = chain.Next(isBlocked ? new BlockedEvent(null, tip) : new UnblockedEvent(null, tip), actor, time.GetUtcNow());
            var transaction = new Transaction(ReviewKeys.ReviewShardOf(scope));
            chain.AddTo(transaction, [happened]);
            foreach (var (row, columns) in RowsOf(number, [happened]))
                transaction.Put(row, columns);
            if (await outbox.CommitAsync(transaction, stop) is null)
                return;
        }

        throw new NotYetException("Too many changed the block list at once.");
    }
}
