using Azure.Data.Tables;
using Hotline.Intake.Table;
using Hotline.Platform.Storage;

namespace Hotline.Intake.Reconciliation;

/// <summary>
/// When each thing that reconciliation could not take was first looked at: that bounds how long it holds the watermark, not its age, for it
/// may be old when it is looked at first. A row each, deleted once the thing is taken.
/// </summary>
/// <param name="table">The room's table.</param>
/// <param name="known">The rows as they were read.</param>
/// <param name="time">The clock.</param>
public sealed class FirstLooks(RoomTable table, IEnumerable<TableEntity> known, TimeProvider time)
{
    // Then no run reaches back to it any more.
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    private readonly Dictionary<string, DateTimeOffset> first =
        known.ToDictionary(row => row.RowKey, row => row.GetDateTimeOffset("First") ?? default);

    /// <summary>How long ago it was first looked at; this look is the first where no other was.</summary>
    public async Task<TimeSpan> AgeAsync(string sid, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        if (first.TryAdd(IntakeKeys.FirstLook(sid), now))
            await table.MergeAsync(IntakeKeys.Watermark, IntakeKeys.FirstLook(sid), new TableEntity { { "First", now } }, stop);
        return now - first[IntakeKeys.FirstLook(sid)];
    }

    /// <summary>It is taken.</summary>
    public async Task ForgetAsync(string sid, CancellationToken stop)
    {
        if (first.Remove(IntakeKeys.FirstLook(sid)))
            await table.DeleteAsync(IntakeKeys.Watermark, IntakeKeys.FirstLook(sid), stop);
    }

    /// <summary>Deletes the rows of what was given up long ago.</summary>
    public async Task ForgetOldAsync(CancellationToken stop)
    {
        foreach (var (row, at) in first.Where(look => time.GetUtcNow() - look.Value > MaxAge).ToList())
        {
            first.Remove(row);
            await table.DeleteAsync(IntakeKeys.Watermark, row, stop);
        }
    }
}
