using Azure.Data.Tables;
using Hotline.Platform.Messaging;
using Hotline.Platform.Scheduling;

namespace Hotline.Tests.Drivers;

/// <summary>Which function a test fires for what a room does by the clock.</summary>
internal static class FiredTimer
{
    /// <summary>The timer function; a scheduled task is due when this ends.</summary>
    /// <param name="table">The room's table.</param>
    /// <param name="name">The sweep, or a scheduled task.</param>
    public static async Task<string> OfAsync(TableClient table, string name, CancellationToken stop)
    {
        if (name == nameof(SweepOutbox))
            return name;
        await table.UpsertEntityAsync(
            new TableEntity(ScheduleKeys.Partition, ScheduleKeys.All.From + name) { { "Next", DateTimeOffset.UnixEpoch } }, cancellationToken: stop);
        return nameof(Tick);
    }

    /// <summary>The same, where no other task is due: one without a row is new.</summary>
    public static async Task<string> AloneAsync(TableClient table, string name, CancellationToken stop)
    {
        await foreach (var row in table.QueryAsync<TableEntity>(row => row.PartitionKey == ScheduleKeys.Partition, cancellationToken: stop))
            await table.DeleteEntityAsync(row, cancellationToken: stop);
        return await OfAsync(table, name, stop);
    }
}
