using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Table;

namespace Hotline.Review.Numbers;

/// <summary>
/// Numbers whose tips come last, by their lasting hash, until somebody takes them off. What they send is taken, read and kept like
/// anybody's. Each number has a chain of its own.
/// </summary>
public sealed class BlockList(RoomTable table, ChainWriter chains)
{
    /// <summary>What a number's chain is called before its hash.</summary>
    public const string Prefix = "block-";

    /// <summary>The row that a number's chain makes: how it stands.</summary>
    public static IEnumerable<(string Row, TableEntity Columns)> RowsOf(string number, IReadOnlyList<LedgerEvent> happened) =>
        [(ReviewKeys.Block(number), new TableEntity { { "IsBlocked", happened[^1].Act == EventKind.Blocked } })];

    /// <summary>Whether a number is on the list.</summary>
    public async Task<bool> HasAsync(string number, CancellationToken stop)
    {
        var row = await table.FindAsync(ReviewKeys.ReviewShardOf(Prefix + number), ReviewKeys.Block(number), stop, "IsBlocked");
        return row?.GetBoolean("IsBlocked") == true;
    }

    /// <summary>Puts a number on the list, or takes it off. A second time it changes nothing.</summary>
    /// <param name="number">The number's lasting hash.</param>
    /// <param name="isBlocked">Whether it is to be on the list.</param>
    /// <param name="tip">The tip that gave cause.</param>
    /// <param name="actor">Who.</param>
    /// <exception cref="NotYetException">Too many did so at once.</exception>
    public Task SetAsync(string number, bool isBlocked, TipId tip, Actor actor, CancellationToken stop) => chains.AppendAsync<bool>(
        Prefix + number, actor,
        async (_, token) => new(
            await HasAsync(number, token) == isBlocked ? [] : [isBlocked ? new BlockedEvent(null, tip) : new UnblockedEvent(null, tip)],
            (transaction, events) =>
            {
                foreach (var (row, columns) in RowsOf(number, events))
                    transaction.Put(row, columns);
                return true;
            },
            false),
        "Too many changed the block list at once.", stop);
}
