using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Limits;
using Hotline.Intake.Table;
using Hotline.Platform.Storage;

namespace Hotline.Intake.Texts;

/// <summary>A sender's open tip.</summary>
/// <param name="Day">The day of the text.</param>
/// <param name="Row">The row under that day's pepper, which the text writes.</param>
/// <param name="Read">The version of that row; null when it is not there yet.</param>
/// <param name="Tip">The tip that the sender's last text, no more than 24 hours ago, was given to; null when there is none.</param>
/// <param name="ReceiptBy">The message that was answered with the tip's receipt; null when none was.</param>
/// <param name="IsRemembered">
/// Whether it is from memory: another process may have changed it since, so that it is written only as it was.
/// </param>
public sealed record OpenThread(DateOnly Day, string Row, ETag? Read, TipId? Tip, string? ReceiptBy, bool IsRemembered = false);

/// <summary>
/// Finds a sender's open tip. What this process wrote today it remembers, so that a sender's next text costs no read; no number is in that
/// memory, only its hash under a key of the process.
/// </summary>
public sealed class OpenThreads(RoomTable table, DailyPepper peppers, TimeProvider time) : IDisposable
{
    private const int MaxRemembered = 10_000;
    private static readonly TimeSpan Open = TimeSpan.FromHours(24);

    private byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, OpenThread> remembered = new();
    private DateOnly rememberedOn;
    private ITimer? midnight;

    /// <summary>What is remembered, or stands under today's and yesterday's pepper: 24 hours span no more than two days.</summary>
    public async Task<OpenThread> FindAsync(string shard, string line, string number, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        if (Remembered(day).TryGetValue(KeyOf(day, line, number), out var known))
            return known;
        var today = ReadAsync(shard, day, line, number, stop);
        var yesterday = ReadAsync(shard, day.AddDays(-1), line, number, stop);
        await Task.WhenAll(today, yesterday);
        var (row, found) = await today;
        var last = found ?? (await yesterday).Found;
        return last is not null && now - last.GetDateTimeOffset("Last") <= Open
            ? new OpenThread(day, row, found?.ETag, TipId.Parse(last.GetString("Tip")), last.GetString("ReceiptBy"))
            : new OpenThread(day, row, found?.ETag, null, null);
    }

    /// <summary>A text was stored that wrote the thread: this is how it stands now.</summary>
    public void Remember(string line, string number, OpenThread thread)
    {
        // Over midnight the row stands under a pepper of yesterday.
        if (thread.Day != rememberedOn)
            return;
        if (remembered.Count >= MaxRemembered)
            remembered.Clear();
        remembered[KeyOf(thread.Day, line, number)] = thread with { IsRemembered = true };
    }

    /// <summary>The thread is not, or no longer, as it was remembered.</summary>
    public void Forget(string line, string number, OpenThread thread) => remembered.TryRemove(KeyOf(thread.Day, line, number), out _);

    /// <inheritdoc/>
    public void Dispose() => midnight?.Dispose();

    // With the day its pepper goes, and what stood under it; also where no further text comes.
    private ConcurrentDictionary<string, OpenThread> Remembered(DateOnly today)
    {
        if (rememberedOn != today)
        {
            ForgetAll();
            rememberedOn = today;
            midnight?.Dispose();
            midnight = time.CreateTimer(
                static threads => ((OpenThreads)threads!).ForgetAll(), this, TimeSpan.FromDays(1) - time.GetUtcNow().TimeOfDay,
                Timeout.InfiniteTimeSpan);
        }

        return remembered;
    }

    private void ForgetAll()
    {
        remembered.Clear();
        key = RandomNumberGenerator.GetBytes(32);
    }

    private string KeyOf(DateOnly day, string line, string number) =>
        Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{day:O}|{line}|{number}")));

    private async Task<(string Row, TableEntity? Found)> ReadAsync(
        string shard, DateOnly day, string line, string number, CancellationToken stop)
    {
        var row = IntakeKeys.Thread(await peppers.HashAsync(day, line, number, stop));
        return (row, await table.FindAsync(shard, row, stop));
    }
}
