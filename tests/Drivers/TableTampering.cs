using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Hotline.Contracts;
using Hotline.Review.Ledger;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Tests.Drivers;

/// <summary>What somebody with the table's key can do behind the audit's back.</summary>
internal static class TableTampering
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Waits until nothing is left for later, and every event is copied.</summary>
    public static async Task CopiedAsync(Line line)
    {
        await using var bus = new ServiceBusClient(line.Broker.ConnectionString);
        await using var work = bus.CreateReceiver("review");
        await Eventually.TrueAsync(
            async () => await IsSentAsync() && await work.PeekMessageAsync(0, Stop) is null && await IsSentAsync(), Stop);

        async Task<bool> IsSentAsync() => (await ReviewRows.FindAsync(line, "outbox|")).Count == 0;
    }

    /// <summary>Alters one event.</summary>
    public static Task AlterAsync(Line line, TipId tip) => ChangeAsync(
        line, ReviewKeys.Event(TipJournal.ScopeOf(tip), 1), row =>
            row["Event"] = row.GetString("Event").Replace("system", "nobody", StringComparison.Ordinal));

    /// <summary>Cuts the last event off, and makes the end fit.</summary>
    public static async Task CutAsync(Line line, TipId tip)
    {
        var scope = TipJournal.ScopeOf(tip);
        var length = (await RowAsync(line, ReviewKeys.Chain(scope))).GetInt32("Length")!.Value;
        await line.ReviewTable.DeleteEntityAsync(ReviewKeys.ReviewShardOf(scope), ReviewKeys.Event(scope, length - 1), cancellationToken: Stop);
        var last = (await RowAsync(line, ReviewKeys.Event(scope, length - 2))).GetString("Event");
        await ChangeAsync(line, ReviewKeys.Chain(scope), row => (row["Length"], row["Hash"]) = (length - 1, LedgerEvent.HashOf(last)));
    }

    /// <summary>Removes a tip with all its rows.</summary>
    public static async Task RemoveAsync(Line line, TipId tip)
    {
        foreach (var row in await ReviewRows.FindAsync(line, ""))
            if (row.RowKey.Contains(tip.Value, StringComparison.Ordinal))
                await line.ReviewTable.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: Stop);
    }

    /// <summary>Says that somebody else did it, and computes the chain again, so that it follows from itself.</summary>
    public static async Task RecomputeAsync(Line line, TipId tip)
    {
        var scope = TipJournal.ScopeOf(tip);
        var length = (await RowAsync(line, ReviewKeys.Chain(scope))).GetInt32("Length")!.Value;
        var previous = "";
        for (var n = 0; n < length; n++)
        {
            var happened = LedgerEvent.Read((await RowAsync(line, ReviewKeys.Event(scope, n))).GetString("Event"));
            var forged = (happened with { Previous = previous, Name = happened.Who == "rosa-vidal" ? "Ben Okafor" : happened.Name })
                .ToJson();
            await ChangeAsync(line, ReviewKeys.Event(scope, n), row => row["Event"] = forged);
            previous = LedgerEvent.HashOf(forged);
        }

        await ChangeAsync(line, ReviewKeys.Chain(scope), row => row["Hash"] = previous);
    }

    /// <summary>Changes a row.</summary>
    public static async Task ChangeAsync(Line line, string key, Action<TableEntity> change)
    {
        var row = await RowAsync(line, key);
        change(row);
        await line.ReviewTable.UpdateEntityAsync(row, Azure.ETag.All, TableUpdateMode.Replace, Stop);
    }

    private static async Task<TableEntity> RowAsync(Line line, string key) =>
        (await ReviewRows.FindAsync(line, key)).Single(row => row.RowKey == key);
}
