using Hotline.Intake.Limits;
using Hotline.Intake.Table;
using Hotline.Platform.Scheduling;
using Hotline.Platform.Storage;

namespace Hotline.Intake.Texts;

/// <summary>Every hour, destroys the peppers of days that no open tip needs, and the rows that were hashed under them.</summary>
public sealed class ForgetSenders(RoomTable table, DailyPepper peppers, TimeProvider time) : IScheduledTask
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(48);

    /// <inheritdoc/>
    public Schedule Schedule { get; } = new(TimeSpan.FromHours(1), At: TimeSpan.FromMinutes(7));

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        await peppers.ForgetBeforeAsync(DateOnly.FromDateTime((now - Life).UtcDateTime), stop);
        await ForgetAsync(IntakeKeys.ThreadRange, RowCondition.Before("Last", now - Life), stop);
        await ForgetAsync(IntakeKeys.AttemptsRange, RowCondition.Before("Begun", now - Life), stop);
    }

    private async Task ForgetAsync(KeyRange range, RowCondition old, CancellationToken stop)
    {
        await foreach (var row in table.EachShardAsync(range, stop, new RangeQuery("PartitionKey", "RowKey") { Where = old }))
            await table.DeleteAsync(row.PartitionKey, row.RowKey, stop);
    }
}
