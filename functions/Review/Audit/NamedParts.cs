using Azure.Storage.Blobs.Models;
using Hotline.Contracts;
using Hotline.Review.Ledger;
using Hotline.Review.Tips;

namespace Hotline.Review.Audit;

/// <summary>The parts that the events of chains tell of, and so which of those in the container <c>parts</c> none tells of.</summary>
internal sealed class NamedParts
{
    // A part is kept before its transaction, and what storage refuses then is tried again for longer than that; it is named meanwhile.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // An act that was refused at the last moment leaves what was written for it; it was never done.
    private static readonly PartKind[] Written = [PartKind.Note, PartKind.Correction, PartKind.Question];

    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>Adds what a chain tells of.</summary>
    public void Add(string scope, IEnumerable<LedgerEvent> events)
    {
        if (UndeliveredOf(scope) is { } id)
            names.Add(PartJournal.NameOf(PartJournal.Undelivered, id));
        var folder = TipJournal.TipOf(scope)?.Value ?? PartJournal.Consents;
        // Opening or comparing a part names it as well, and does not make its row.
        foreach (var happened in events)
            if (happened.What is NewPartEvent or ConsentedEvent && happened.What is PartEvent { Part: { } part })
                names.Add(PartJournal.NameOf(folder, part.Value));
    }

    /// <summary>The parts that no event tells of.</summary>
    public IAsyncEnumerable<BlobItem> UntoldAsync(PartContainer parts, CancellationToken stop) =>
        parts.Client.GetBlobsAsync(cancellationToken: stop).Where(blob => !names.Contains(blob.Name));

    /// <summary>A finding for each part from outside that should have been accepted by now.</summary>
    public async Task<IReadOnlyList<Finding>> MissingAsync(PartContainer parts, DateTimeOffset now, CancellationToken stop) =>
        await UntoldAsync(parts, stop)
            .Where(blob => !IsWritten(blob.Name) && now - blob.Properties.CreatedOn > Patience)
            .Select(blob => new Finding(
                blob.Name, null, "The part is in the journal, and no event tells of it: it has not been accepted.",
                FindingKind.NotAccepted))
            .ToListAsync(stop);

    /// <summary>Whether a reviewer wrote it.</summary>
    public static bool IsWritten(string name) =>
        Written.Any(kind => name[(name.LastIndexOf('/') + 1)..].StartsWith(PartId.Of(kind, "").Value, StringComparison.Ordinal));

    private static string? UndeliveredOf(string scope) =>
        scope.StartsWith("undelivered-", StringComparison.Ordinal) ? scope["undelivered-".Length..] : null;
}
