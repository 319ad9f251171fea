using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Table;
using Hotline.Platform.Storage;

namespace Hotline.Intake.Reconciliation;

/// <summary>How far reconciliation has come: whatever began at Twilio before is here.</summary>
/// <param name="At">The moment; null before the first run.</param>
/// <param name="Lines">The numbers of which that is true; null where it was not noted yet.</param>
/// <param name="Behind">The numbers of which it is true only until another moment: they lead, or led, elsewhere since.</param>
/// <param name="Version">The row's version; null when there is none.</param>
public sealed record Watermark(
    DateTimeOffset? At, IReadOnlyList<string>? Lines, IReadOnlyDictionary<string, DateTimeOffset> Behind, ETag? Version);

/// <summary>Keeps the watermark, and what the last run that found something had found.</summary>
public sealed class Watermarks(RoomTable table, TimeProvider time)
{
    /// <summary>Reads it, and what could not be taken yet: one request.</summary>
    public async Task<(Watermark Mark, FirstLooks Looks)> ReadAsync(CancellationToken stop)
    {
        var rows = await table.RangeAsync(IntakeKeys.Watermark, IntakeKeys.WatermarkRange, stop).ToListAsync(stop);
        var mark = rows.Find(row => row.RowKey == IntakeKeys.Watermark);
        return (
            mark is null
                ? new Watermark(null, null, new Dictionary<string, DateTimeOffset>(), null)
                : new Watermark(
                    mark.GetDateTimeOffset("At"), mark.GetString("Lines")?.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                    Read(mark.GetString("Behind")), mark.ETag),
            new FirstLooks(table, rows.Where(row => row.RowKey != IntakeKeys.Watermark), time));
    }

    /// <summary>Moves it.</summary>
    /// <param name="read">As it was read or last moved.</param>
    /// <param name="to">As it is now; its version is not looked at.</param>
    /// <param name="found">How much this run has found so far.</param>
    /// <exception cref="NotYetException">Another run has moved it meanwhile.</exception>
    public async Task<Watermark> MoveAsync(Watermark read, Watermark to, int found, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var row = new TableEntity
        {
            { "At", to.At }, { "Lines", string.Join(' ', to.Lines ?? []) }, { "Behind", Write(to.Behind) }, { "Ran", now },
        };
        if (found > 0)
            (row["Found"], row["FoundAt"]) = (found, now);
        return await table.TryWriteAsync(IntakeKeys.Watermark, IntakeKeys.Watermark, row, read.Version, stop) is { } version
            ? to with { Version = version } : throw new NotYetException("Another run has moved the watermark.");
    }

    // +15005550100=2026-11-29T23:00:00.0000000+00:00, separated by spaces.
    private static Dictionary<string, DateTimeOffset> Read(string? behind) =>
        (behind ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('='))
            .ToDictionary(one => one[0], one => DateTimeOffset.Parse(one[1], CultureInfo.InvariantCulture));

    private static string Write(IReadOnlyDictionary<string, DateTimeOffset> behind) =>
        string.Join(' ', behind.Select(one => $"{one.Key}={one.Value:O}"));
}
