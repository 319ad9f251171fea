using Azure;
using Azure.Data.Tables;
using Hotline.Intake.Limits;
using Hotline.Intake.Table;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Intake.Texts;

/// <summary>Every hour, destroys the peppers of days that no open tip needs, and the rows that were hashed under them.</summary>
public sealed class ForgetSenders(TableClient table, Peppers peppers, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(48);

    /// <summary>Runs once.</summary>
    [Function(nameof(ForgetSenders))]
    public async Task RunAsync([TimerTrigger("0 7 * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        await peppers.ForgetBeforeAsync(DateOnly.FromDateTime((now - Life).UtcDateTime), stop);
        foreach (var shard in IntakeKeys.Shards)
        {
            await ForgetAsync(shard, IntakeKeys.ThreadRange, "Last", now - Life, stop);
            await ForgetAsync(shard, IntakeKeys.AttemptsRange, "Begun", now - Life, stop);
        }
    }

    private async Task ForgetAsync(
        string shard, (string From, string Before) range, string column, DateTimeOffset before, CancellationToken stop)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {shard} and RowKey ge {range.From} and RowKey lt {range.Before}");
        var rows = table.QueryAsync<TableEntity>(
            $"{filter} and {column} lt {TableClient.CreateQueryFilter($"{before}")}",
            select: ["PartitionKey", "RowKey"], cancellationToken: stop);
        await foreach (var row in rows)
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, stop);
    }
}
