using System.Globalization;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Table;
using Hotline.Platform.Storage;

namespace Hotline.Intake.Limits;

/// <summary>
/// Counts what someone may do only so often, in storage, so that the count holds across instances. Whose count it is stands there as a hash
/// under the day's pepper, and is nobody's after two days.
/// </summary>
public sealed class RateCounter(RoomTable table, DailyPepper peppers, TimeProvider time)
{
    private const int MaxTries = 20;

    /// <summary>Counts one attempt.</summary>
    /// <param name="kind">What is counted: letters and hyphens.</param>
    /// <param name="whose">Whose it is, such as an address or a number; empty for everybody's together.</param>
    /// <param name="most">How many a window takes.</param>
    /// <param name="window">The window's length, a day at the most; it begins at a whole multiple of it.</param>
    /// <returns>False when the window's count is used up; nothing is counted then.</returns>
    /// <exception cref="NotYetException">Too many count the same at once.</exception>
    public async Task<bool> TakeAsync(string kind, string whose, int most, TimeSpan window, CancellationToken stop) =>
        await AddAsync(kind, whose, 1, most, window, stop) is not null;

    /// <summary>Whether a window has room for one more; nothing is counted.</summary>
    /// <inheritdoc cref="TakeAsync(string, string, int, TimeSpan, CancellationToken)"/>
    public async Task<bool> HasRoomAsync(string kind, string whose, int most, TimeSpan window, CancellationToken stop)
    {
        var (shard, row) = await RowAsync(kind, whose, WindowOf(time.GetUtcNow(), window), stop);
        return await table.FindAsync(shard, row, stop, "Count") is not { } found || found.GetInt32("Count") < most;
    }

    /// <summary>Counts some at once, where the window's count is not used up.</summary>
    /// <returns>False when it is; nothing is counted then.</returns>
    /// <exception cref="NotYetException">Too many count the same at once.</exception>
    public async Task<bool> TakeAsync(string kind, string whose, int count, int most, TimeSpan window, CancellationToken stop) =>
        await AddAsync(kind, whose, count, most, window, stop) is not null;

    /// <summary>Counts some at once.</summary>
    /// <returns>How many the window has now.</returns>
    /// <exception cref="NotYetException">Too many count the same at once.</exception>
    public async Task<int> AddAsync(string kind, string whose, int add, TimeSpan window, CancellationToken stop) =>
        (await AddAsync(kind, whose, add, int.MaxValue, window, stop))!.Value;

    /// <summary>When the window began that a moment is in.</summary>
    public static DateTimeOffset WindowOf(DateTimeOffset now, TimeSpan window) =>
        new(now.UtcTicks - (now.UtcTicks % window.Ticks), TimeSpan.Zero);

    private async Task<(string Shard, string Row)> RowAsync(string kind, string whose, DateTimeOffset begun, CancellationToken stop)
    {
        // Of the window's first day, so that every instance looks under the same one.
        var hash = await peppers.HashAsync(DateOnly.FromDateTime(begun.UtcDateTime), kind, whose, stop);
        return (IntakeKeys.ShardOf(hash), IntakeKeys.Attempts(kind, hash, begun));
    }

    private async Task<int?> AddAsync(string kind, string whose, int add, int most, TimeSpan window, CancellationToken stop)
    {
        var begun = WindowOf(time.GetUtcNow(), window);
        var (shard, row) = await RowAsync(kind, whose, begun, stop);
        return await OptimisticRetry.RunAsync<int?>(
            async token =>
            {
                var read = await table.FindAsync(shard, row, token);
                var count = read?.GetInt32("Count") ?? 0;
                if (count >= most)
                    return Attempt.Done<int?>(null);
                var columns = new TableEntity { { "Count", count + add }, { "Begun", begun } };
                return await table.TryWriteAsync(shard, row, columns, read?.ETag, token) is null
                    ? Attempt.Lost<int?>() : Attempt.Done<int?>(count + add);
            },
            MaxTries, string.Create(CultureInfo.InvariantCulture, $"An attempt could not be counted in {MaxTries} tries."), time, stop);
    }
}
