using Azure;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Limits;
using Hotline.Intake.Table;
using Hotline.Platform.Storage;

namespace Hotline.Intake.Texts;

/// <summary>A sender's open tip.</summary>
/// <param name="Row">The row under today's pepper, which the next text writes.</param>
/// <param name="Read">The version of that row; null when it is not there yet.</param>
/// <param name="Tip">The tip that the sender's last text, no more than 24 hours ago, was given to; null when there is none.</param>
/// <param name="ReceiptBy">The message that was answered with the tip's receipt; null when none was.</param>
public sealed record OpenThread(string Row, ETag? Read, TipId? Tip, string? ReceiptBy);

/// <summary>Finds a sender's open tip.</summary>
public sealed class OpenThreads(RoomTable table, DailyPepper peppers, TimeProvider time)
{
    private static readonly TimeSpan Open = TimeSpan.FromHours(24);

    /// <summary>Looks under today's and yesterday's pepper: 24 hours span no more than two days.</summary>
    public async Task<OpenThread> FindAsync(string shard, string line, string number, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        var today = ReadAsync(shard, day, line, number, stop);
        var yesterday = ReadAsync(shard, day.AddDays(-1), line, number, stop);
        await Task.WhenAll(today, yesterday);
        var (row, found) = await today;
        var last = found ?? (await yesterday).Found;
        return last is not null && now - last.GetDateTimeOffset("Last") <= Open
            ? new OpenThread(row, found?.ETag, TipId.Parse(last.GetString("Tip")), last.GetString("ReceiptBy"))
            : new OpenThread(row, found?.ETag, null, null);
    }

    private async Task<(string Row, TableEntity? Found)> ReadAsync(
        string shard, DateOnly day, string line, string number, CancellationToken stop)
    {
        var row = IntakeKeys.Thread(await peppers.HashAsync(day, line, number, stop));
        return (row, await table.FindAsync(shard, row, stop));
    }
}
