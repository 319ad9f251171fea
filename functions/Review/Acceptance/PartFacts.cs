using System.Globalization;
using Hotline.Delivery;
using Hotline.Review.Casework;
using Hotline.Review.Casework.Similarity;
using Hotline.Review.Evidence;
using Hotline.Review.Triage;
using Hotline.Tips;

namespace Hotline.Review.Acceptance;

/// <summary>What an opened part adds to its tip: facts, never words.</summary>
/// <param name="Facts">The facts of the event.</param>
/// <param name="Evidence">The evidence to verify; null where there is none.</param>
/// <param name="Likeness">The signature of its text; null where there is none.</param>
/// <param name="Cleans">What the other room is told; null when nothing lies at Twilio.</param>
/// <param name="Earlier">The tip that it says to answer; null where it says none.</param>
public sealed record FoundFacts(
    IReadOnlyList<(string Name, string? Value)> Facts, EvidenceContent? Evidence, TextSignature? Likeness,
    PartAccepted? Cleans, TipId? Earlier)
{
    /// <summary>A fact; null when there is none of that name.</summary>
    public string? Fact(string name) => Facts.FirstOrDefault(fact => fact.Name == name).Value;

    /// <summary>
    /// These facts and what was found when its evidence was opened: what is short is whole at Twilio, if anywhere, and stays there.
    /// </summary>
    public FoundFacts With(EvidenceContent content, SoundFindings sound, PartKind kind)
    {
        var isShort = content.IsShort || (kind == PartKind.Recording && sound.IsShort);
        var found = kind == PartKind.Recording && sound.IsSilent ? And("silent", "yes") : this;
        return isShort ? found.And("short", "yes") with { Cleans = null } : found;
    }

    /// <summary>These facts and one more; values of one name are put together, by commas.</summary>
    public FoundFacts And(string name, string value) => this with
    {
        Facts = [.. Facts.Where(fact => fact.Name != name), (name, Fact(name) is { } there ? $"{there},{value}" : value)],
    };
}

/// <summary>Opens a part and takes from it what the work queue, triage and search need.</summary>
public sealed class PartFacts(PartReader reader, NumberHashes numbers)
{
    /// <summary>The facts of a part.</summary>
    /// <exception cref="RefusedException">It does not open, or is of a kind that does not come from outside.</exception>
    public FoundFacts Of(Part part) => part.Kind switch
    {
        PartKind.Statement => OfStatement(part, reader.Open(part, PartContents.Default.StatementContent)),
        PartKind.Transcript => OfText(part, reader.Open(part, PartContents.Default.TranscriptContent).Text),
        PartKind.Recording or PartKind.Attachment => OfEvidence(part, reader.Open(part, PartContents.Default.EvidenceContent)),
        PartKind.CallSummary => OfSummary(part, reader.Open(part, PartContents.Default.CallSummaryContent)),
        PartKind.Receipt => Found(part, ("lookup", reader.Open(part, PartContents.Default.ReceiptContent).Lookup)),
        PartKind.DeliveryStatus => OfDelivery(part, reader.Open(part, PartContents.Default.DeliveryContent)),
        PartKind.Missing => OfMissing(part, reader.Open(part, PartContents.Default.MissingContent)),
        PartKind.Link => OfLink(part, reader.Open(part, PartContents.Default.LinkContent)),
        _ => throw new RefusedException("A part of this kind does not come from outside."),
    };

    // What a form says of how to reach its writer is whatever somebody typed: no tips are put together by it.
    private FoundFacts OfStatement(Part part, StatementContent content)
    {
        var found = OfText(part, FormWords.With(content), content.Text);
        return found with
        {
            Facts =
            [
                .. found.Facts, ("line", content.Line.Length > 0 ? content.Line : null),
                ("number", part.Channel == Channel.Web ? null : numbers.Of(content.From)), ("lowered", LoweredBy(content.IsOverLimit)),
            ],
            Cleans = MayGo(content.Shard, content.Source),
        };
    }

    // The rules may read more than is compared with other tips.
    private FoundFacts OfText(Part part, string? text, string? told = null)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Found(part);
        var triage = TriageRules.BuiltIn.Read(text);
        var likeness = TextSignature.Of(told ?? text, numbers.Pepper);
        return Found(
            part, ("priority", triage.Priority.ToString(CultureInfo.InvariantCulture)),
            ("reasons", string.Join(';', triage.Reasons.Select(reason => $"{reason.Rule}:{reason.Start}:{reason.Length}"))),
            ("likeness", likeness?.ToString())) with { Likeness = likeness };
    }

    private static FoundFacts OfEvidence(Part part, EvidenceContent content) =>
        Found(part) with { Evidence = content, Cleans = MayGo(content.Shard, content.Source) };

    private FoundFacts OfSummary(Part part, CallSummaryContent content) =>
        Found(part, ("line", content.Line), ("number", numbers.Of(content.From)),
            ("lowered", LoweredBy(content.IsOverLimit))) with { Cleans = MayGo(content.Shard, content.Source) };

    private static FoundFacts OfDelivery(Part part, DeliveryContent content) => Found(
        part, ("sid", content.Sid), ("status", content.Status), ("error", content.Error?.ToString(CultureInfo.InvariantCulture)),
        ("question", content.Question));

    private static FoundFacts OfMissing(Part part, MissingContent content) =>
        Found(part, ("of", content.Of.ToString()), ("reason", content.Reason.ToString()));

    private static FoundFacts OfLink(Part part, LinkContent content) =>
        Found(part, ("tip", content.Earlier)) with { Earlier = new TipId(content.Earlier) };

    private static string? LoweredBy(bool isOverLimit) => isOverLimit ? nameof(Lowering.Many) : null;

    // Opened, compared and about to be stored: what lies of it at Twilio may go.
    private static PartAccepted? MayGo(string? shard, string source) => shard is null ? null : new PartAccepted(shard, source);

    private static FoundFacts Found(Part part, params (string, string?)[] more) => new(
        [
            ("part", part.Id.Value), ("kind", part.Kind.ToString()), ("channel", part.Channel.ToString()), ("language", part.Language),
            ("received", part.Received.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)), .. more,
        ],
        null, null, null, null);
}
