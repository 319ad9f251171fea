using Azure.Data.Tables;
using Hotline.Platform.Messaging;
using Hotline.Platform.Scheduling;

namespace Hotline.Local.Line;

/// <summary>Has a room do at once what it does by the clock.</summary>
internal static class DueNow
{
    /// <summary>Makes a scheduled task due.</summary>
    /// <param name="table">The room's table.</param>
    /// <param name="name">The task's class, or the sweep.</param>
    /// <returns>The timer function to run then.</returns>
    public static async Task<string> MakeAsync(TableClient table, string name, CancellationToken stop)
    {
        if (name == nameof(SweepOutbox))
            return name;
        await table.UpsertEntityAsync(
            new TableEntity(ScheduleKeys.Partition, ScheduleKeys.All.From + name) { { "Next", DateTimeOffset.UnixEpoch } }, cancellationToken: stop);
        return nameof(Tick);
    }

    /// <summary>The same, where no other task is due: one without a row is new.</summary>
    /// <inheritdoc cref="MakeAsync"/>
    public static async Task<string> MakeAloneAsync(TableClient table, string name, CancellationToken stop)
    {
        await foreach (var row in table.QueryAsync<TableEntity>(row => row.PartitionKey == ScheduleKeys.Partition, cancellationToken: stop))
            await table.DeleteEntityAsync(row, cancellationToken: stop);
        return await MakeAsync(table, name, stop);
    }
}
