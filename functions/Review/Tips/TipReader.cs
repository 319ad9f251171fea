using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Sealing;
using Hotline.Platform.Storage;
using Hotline.Review.Files;
using Hotline.Review.Ledger;
using Hotline.Review.Table;

namespace Hotline.Review.Tips;

/// <summary>A part of a tip, opened for a view.</summary>
/// <param name="Part">The part.</param>
/// <param name="Content">Its content, of the type that its kind says; null when it does not open.</param>
/// <param name="Damage">Why it does not open; null when it does.</param>
/// <param name="FileText">What a file says that is text; null for everything else.</param>
public sealed record OpenedPart(Part Part, object? Content, string? Damage, FileText? FileText = null);

/// <summary>Reads a tip's rows and opens its parts, for one view.</summary>
public sealed class TipReader(RoomTable table, PartContainer journal, Opener opener, EvidenceReader evidence)
{
    /// <summary>The tip's parts, in the order in which they reached us.</summary>
    public async Task<IReadOnlyList<OpenedPart>> PartsAsync(TipId tip, CancellationToken stop)
    {
        var opened = new List<OpenedPart>();
        await foreach (var row in RowsAsync(tip, ReviewKeys.PartsOf(tip), stop))
        {
            var id = ReviewKeys.PartsOf(tip).Rest(row.RowKey);
            var part = Open(tip, new PartId(id), PartRow.EnvelopeOf(row) ?? await JournalAsync(tip, id, stop));
            opened.Add(part.Content is EvidenceContent file ? part with { FileText = await evidence.ReadFileTextAsync(file, stop) } : part);
        }

        return [.. opened.OrderBy(part => part.Part.Received)];
    }

    /// <summary>One part; null when there is none of that id.</summary>
    public async Task<OpenedPart?> PartAsync(TipId tip, PartId id, CancellationToken stop)
    {
        var row = await table.FindAsync(ReviewKeys.ReviewShardOf(TipJournal.ScopeOf(tip)), ReviewKeys.Part(tip, id), stop);
        return row is null ? null : Open(tip, id, PartRow.EnvelopeOf(row) ?? await JournalAsync(tip, id.Value, stop));
    }

    /// <summary>The tip's events, the first one first.</summary>
    public async Task<IReadOnlyList<LedgerEvent>> EventsAsync(TipId tip, CancellationToken stop) =>
        await RowsAsync(tip, ReviewKeys.EventsOf(TipJournal.ScopeOf(tip)), stop)
            .Select(row => LedgerEvent.Read(row.Text("Event"))).ToListAsync(stop);

    private IAsyncEnumerable<TableEntity> RowsAsync(TipId tip, KeyRange range, CancellationToken stop) =>
        table.RangeAsync(ReviewKeys.ReviewShardOf(TipJournal.ScopeOf(tip)), range, stop);

    // Nothing where the blob is gone, which no envelope is.
    private async Task<string> JournalAsync(TipId tip, string part, CancellationToken stop)
    {
        try
        {
            return (await journal.Client.GetBlobClient(PartJournal.NameOf(tip.Value, part))
                .DownloadContentAsync(stop)).Value.Content.ToString();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return "";
        }
    }

    // The row's place says whose part it is: what was sealed for another place does not open here.
    private OpenedPart Open(TipId tip, PartId id, string envelope)
    {
        try
        {
            return Open(Envelope.Read(envelope) with { Tip = tip, Id = id });
        }
        catch (FormatException)
        {
            var kind = Enum.TryParse<PartKind>(id.Value.Split('-')[0], ignoreCase: true, out var named) ? named : PartKind.Statement;
            return new OpenedPart(
                new Part(tip, id, kind, Channel.Console, null, default, null), null, "The part's envelope can't be read.");
        }
    }

    private OpenedPart Open(Part part)
    {
        try
        {
            var type = part.Kind.ContentType();
            return type is null
                ? new OpenedPart(part, null, "This version shows no part of this kind.")
                : new OpenedPart(part, JsonSerializer.Deserialize(
                    opener.Open(SealHeader.Of(part.Tip, part.Id, part.Kind), part.Sealed ?? ""), type), null);
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            // One damaged part must not hide the others: it is shown as damaged, with the reason.
            return new OpenedPart(part, null, e is CryptographicException ? e.Message : "The part's content is not what its kind says.");
        }
    }
}
