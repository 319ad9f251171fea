using Azure;
using Azure.Data.Tables;
using Hotline.Storage;

namespace Hotline.Intake.Reconciliation;

/// <summary>How far reconciliation has come: whatever began at Twilio before is here.</summary>
/// <param name="At">The moment; null before the first run.</param>
/// <param name="Lines">The numbers of which that is true; null where it was not noted yet.</param>
/// <param name="Version">The row's version; null when there is none.</param>
public sealed record Watermark(DateTimeOffset? At, IReadOnlyList<string>? Lines, ETag? Version);

/// <summary>Keeps the watermark, and what the last run that found something had found.</summary>
public sealed class Watermarks(TableClient table)
{
    /// <summary>Reads it.</summary>
    public async Task<Watermark> ReadAsync(CancellationToken stop)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Keys.Watermark, Keys.Watermark, cancellationToken: stop);
        return found is { HasValue: true, Value: { } row }
            ? new Watermark(row.GetDateTimeOffset("At"), row.GetString("Lines")?.Split(' '), row.ETag)
            : new Watermark(null, null, null);
    }

    /// <summary>Moves it.</summary>
    /// <exception cref="NotYetException">Another run has moved it meanwhile.</exception>
    public async Task<Watermark> MoveAsync(
        Watermark read, DateTimeOffset at, IReadOnlyList<string> lines, DateTimeOffset now, int found, CancellationToken stop)
    {
        var row = new TableEntity(Keys.Watermark, Keys.Watermark) { { "At", at }, { "Lines", string.Join(' ', lines) }, { "Ran", now } };
        if (found > 0)
            (row["Found"], row["FoundAt"]) = (found, now);
        try
        {
            var written = read.Version is { } version
                ? await table.UpdateEntityAsync(row, version, TableUpdateMode.Merge, stop)
                : await table.AddEntityAsync(row, stop);
            return new Watermark(at, lines, written.Headers.ETag);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            throw new NotYetException("Another run has moved the watermark.");
        }
    }
}
