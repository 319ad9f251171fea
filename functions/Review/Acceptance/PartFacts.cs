using System.Globalization;
using Hotline.Delivery;
using Hotline.Review.Casework;
using Hotline.Review.Journal;
using Hotline.Storage;
using Hotline.Tips;

namespace Hotline.Review.Acceptance;

/// <summary>What an opened part adds to its tip: facts, never words.</summary>
/// <param name="Happened">The event.</param>
/// <param name="Evidence">The evidence to verify; null where there is none.</param>
/// <param name="Announced">What the other room, or this one, is told.</param>
public sealed record FoundFacts(Happening Happened, EvidenceContent? Evidence, IReadOnlyList<OutboxMessage> Announced)
{
    /// <summary>Adds the rows that the facts make.</summary>
    public void AddTo(Transaction transaction, TipId tip)
    {
        foreach (var message in Announced)
            transaction.Announce(message);
    }
}

/// <summary>Opens a part and takes from it what the work queue, triage and search need.</summary>
public sealed class PartFacts(PartReader reader, NumberHashes numbers, TimeProvider time)
{
    /// <summary>The facts of a part.</summary>
    /// <exception cref="RefusedException">It does not open, or is of a kind that does not come from outside.</exception>
    public FoundFacts Of(Part part) => part.Kind switch
    {
        PartKind.Statement => OfStatement(part, reader.Open(part, PartContents.Default.StatementContent)),
        PartKind.Transcript => OfTranscript(part, reader.Open(part, PartContents.Default.TranscriptContent)),
        PartKind.Recording or PartKind.Attachment => OfEvidence(part, reader.Open(part, PartContents.Default.EvidenceContent)),
        PartKind.CallSummary => OfSummary(part, reader.Open(part, PartContents.Default.CallSummaryContent)),
        PartKind.Receipt => OfReceipt(part, reader.Open(part, PartContents.Default.ReceiptContent)),
        PartKind.Link => OfLink(part, reader.Open(part, PartContents.Default.LinkContent)),
        _ => throw new RefusedException("A part of this kind does not come from outside."),
    };

    private FoundFacts OfStatement(Part part, StatementContent content) =>
        Found(part, ("line", content.Line), ("number", numbers.Of(content.From)));

    private static FoundFacts OfTranscript(Part part, TranscriptContent content) => Found(part);

    private static FoundFacts OfEvidence(Part part, EvidenceContent content) => Found(part) with { Evidence = content };

    private FoundFacts OfSummary(Part part, CallSummaryContent content) =>
        Found(part, ("line", content.Line), ("number", numbers.Of(content.From)));

    private static FoundFacts OfReceipt(Part part, ReceiptContent content) => Found(part, ("lookup", content.Lookup));

    private FoundFacts OfLink(Part part, LinkContent content) => Found(part, ("tip", content.Earlier)) with
    {
        Announced = [ReviewOrder.Wake(new TipId(content.Earlier), part.Tip!.Value).ToMessage(time.GetUtcNow())],
    };

    private static FoundFacts Found(Part part, params (string, string?)[] more) => new(
        Happening.Of(
            Act.Accepted,
            [
                ("part", part.Id.Value), ("kind", part.Kind.ToString()), ("channel", part.Channel.ToString()), ("language", part.Language),
                ("received", part.Received.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)), .. more,
            ]),
        null, []);
}
