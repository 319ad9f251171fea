using Azure.Data.Tables;
using Hotline.Review.Journal;
using Hotline.Storage;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>Every minute, frees the tips whose claim has run out.</summary>
public sealed class ReleaseLapsedClaims(TableClient table, TipJournal tips, TipCasework casework, TimeProvider time)
{
    /// <summary>Looks at the held tips alone: as many as are being worked on.</summary>
    [Function(nameof(ReleaseLapsedClaims))]
    public async Task RunAsync([TimerTrigger("20 * * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken stop)
    {
        var (from, before) = Keys.View("mine");
        foreach (var shard in Keys.ReviewShards)
            await foreach (var row in table.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {shard} and RowKey ge {from} and RowKey lt {before}"),
                cancellationToken: stop))
                if (await tips.FindAsync(StateRow.Read(row).Id, stop) is { Holder: not null } tip && tip.HeldUntil < time.GetUtcNow())
                    await casework.LapseAsync(tip.Id, stop);
    }
}
