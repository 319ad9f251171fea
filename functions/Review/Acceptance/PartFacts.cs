using Hotline.Contracts;
using Hotline.Review.Files;
using Hotline.Review.Ledger;
using Hotline.Review.Numbers;
using Hotline.Review.Similarity;
using Hotline.Review.Triage;
using Microsoft.Extensions.Logging;

namespace Hotline.Review.Acceptance;

/// <summary>What an opened part adds to its tip: facts, never words.</summary>
/// <param name="Accepted">The event that it becomes.</param>
/// <param name="Evidence">The evidence to verify; null where there is none.</param>
/// <param name="Likeness">The signature of its text; null where there is none.</param>
/// <param name="Cleans">What the other room is told; null when nothing lies at Twilio.</param>
public sealed record FoundFacts(AcceptedEvent Accepted, EvidenceContent? Evidence, TextSignature? Likeness, PartAccepted? Cleans)
{
    /// <summary>
    /// These facts and what was found when its evidence was opened: what is short is whole at Twilio, if anywhere, and stays there.
    /// </summary>
    public FoundFacts With(EvidenceContent content, EvidenceFindings sound, PartKind kind)
    {
        var isShort = content.IsShort || (kind == PartKind.Recording && sound.IsShort);
        return this with
        {
            Accepted = Accepted with { IsSilent = kind == PartKind.Recording && sound.IsSilent, IsShort = isShort },
            Cleans = isShort ? null : Cleans,
        };
    }

    /// <summary>These facts and one more reason for its tip to come last.</summary>
    public FoundFacts And(DeprioritisedReason why) => this with { Accepted = Accepted with { Lowered = [.. Accepted.Lowered, why] } };

    /// <summary>These facts and a mark of what could not be judged.</summary>
    public FoundFacts Without(string what) => this with
    {
        Accepted = Accepted with { Unjudged = Accepted.Unjudged is { } before ? $"{before},{what}" : what },
    };
}

/// <summary>
/// Opens a part and takes from it what the work queue, triage and search need. What opens is accepted: where a fact can't be found, the
/// part is accepted without it, and marked.
/// </summary>
public sealed partial class PartFacts(PartReader reader, NumberHashes numbers, ILogger<PartFacts> log)
{
    /// <summary>The rule by which a page says that the rules could not read a part.</summary>
    public const string Unjudged = "unjudged";

    /// <summary>Reads a text by the rules of triage; a test puts one in its place that fails.</summary>
    internal Func<string, TriageResult> ReadByRules { get; set; } = TriageRules.BuiltIn.Read;

    /// <summary>The facts of a part.</summary>
    /// <exception cref="RefusedException">It does not open, or is of a kind that does not come from outside.</exception>
    public FoundFacts Of(Part part) => part.Kind switch
    {
        PartKind.Statement => Find(part, reader.Open(part, PartContents.Default.StatementContent), OfStatement),
        PartKind.Transcript => Find(
            part, reader.Open(part, PartContents.Default.TranscriptContent), OfTranscript),
        PartKind.Recording or PartKind.Attachment => OfEvidence(part, reader.Open(part, PartContents.Default.EvidenceContent)),
        PartKind.CallSummary => Find(part, reader.Open(part, PartContents.Default.CallSummaryContent), OfSummary),
        PartKind.Receipt => Found(Of(part, reader.Open(part, PartContents.Default.ReceiptContent))),
        PartKind.DeliveryStatus => Found(Of(part, reader.Open(part, PartContents.Default.DeliveryContent))),
        PartKind.Missing => Found(Of(part, reader.Open(part, PartContents.Default.MissingContent))),
        PartKind.Link => OfLink(part, reader.Open(part, PartContents.Default.LinkContent)),
        PartKind.Consent or PartKind.Note or PartKind.Correction or PartKind.Question =>
            throw new RefusedException("A part of this kind does not come from outside."),
    };

    /// <summary>The facts of a file that is text: its words are read as a message's are.</summary>
    public FoundFacts With(Part part, FoundFacts file, FileText text)
    {
        if (text.IsLayout)
            return file with { Accepted = file.Accepted with { IsLayout = true } };
        var words = OfText(part, text.Words);
        return words with
        {
            Accepted = words.Accepted with { IsShort = file.Accepted.IsShort }, Evidence = file.Evidence, Cleans = file.Cleans,
        };
    }

    private FoundFacts Find<T>(Part part, T content, Func<Part, T, FoundFacts> find) =>
        Try(part, "facts", () => find(part, content))
            ?? Found(part.Kind == PartKind.CallSummary ? AcceptedOf(part) : Unread(AcceptedOf(part))).Without("facts");

    // Whatever it is, a reporter's words reach a person all the same; the failure's own words may hold some of them.
    private T? Try<T>(Part part, string what, Func<T?> find) where T : class
    {
        try
        {
            return find();
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            LogUnjudged(part.Kind, part.Tip, what, e.GetType().Name);
            return null;
        }
    }

    // What a form says of how to reach its writer is whatever somebody typed: no tips are put together by it.
    private FoundFacts OfStatement(Part part, StatementContent content)
    {
        var found = OfText(part, FormWords.With(content), content.Text);
        return found with
        {
            Accepted = found.Accepted with
            {
                Line = content.Line.Length > 0 ? content.Line : null,
                Number = part.Channel == Channel.Web ? null : numbers.Of(content.From), Lowered = LoweredBy(content.IsOverLimit),
            },
            Cleans = MayGo(content.Shard, content.Source),
        };
    }

    // The rules may read more than is compared with other tips.
    private FoundFacts OfText(Part part, string? text, string? told = null)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Found(AcceptedOf(part));
        var triage = Try(part, "triage", () => ReadByRules(text));
        // An array, for a text with too few words has no likeness and nothing failed.
        var compared = Try(part, "likeness", () => new[] { TextSignature.Of(told ?? text, numbers.Pepper) });
        var likeness = compared?[0];
        var accepted = (triage is null ? Unread(AcceptedOf(part)) : ReadAs(AcceptedOf(part), triage)) with { Likeness = likeness?.ToString() };
        var found = Found(accepted) with { Likeness = likeness };
        found = triage is null ? found.Without("triage") : found;
        return compared is null ? found.Without("likeness") : found;
    }

    private static AcceptedEvent ReadAs(AcceptedEvent accepted, TriageResult triage) => accepted with
    {
        Priority = triage.Priority,
        Reasons = [.. triage.Reasons.Select(reason => new RulePlace(reason.Rule, reason.Start, reason.Length))],
    };

    // Words that no rule has read are read by a person before those that no rule minded.
    private static AcceptedEvent Unread(AcceptedEvent accepted) =>
        accepted with { Priority = TriageResult.Ordinary - 1, Reasons = [new RulePlace(Unjudged, 0, 0)] };

    // Whose words the rules have read, it is not unread any more.
    private FoundFacts OfTranscript(Part part, TranscriptContent content)
    {
        var (found, recording) = (OfText(part, content.Text), PartId.Of(PartKind.Recording, content.Recording));
        return found.Accepted is { Priority: not null, Unjudged: null } && PartId.IsOurs(recording.Value)
            ? found with { Accepted = found.Accepted with { Heard = recording } } : found;
    }

    private static FoundFacts OfEvidence(Part part, EvidenceContent content) =>
        Found(AcceptedOf(part) with { IsUnread = true }) with { Evidence = content, Cleans = MayGo(content.Shard, content.Source) };

    private FoundFacts OfSummary(Part part, CallSummaryContent content) =>
        Found(AcceptedOf(part) with
        {
            Line = content.Line, Number = numbers.Of(content.From), Lowered = LoweredBy(content.IsOverLimit),
        }) with { Cleans = MayGo(content.Shard, content.Source) };

    private static FoundFacts OfLink(Part part, LinkContent content) => TipId.Parse(content.Earlier) is { } earlier
        ? Found(AcceptedOf(part) with { Earlier = earlier }) : Found(AcceptedOf(part)).Without("facts");

    private static AcceptedEvent Of(Part part, ReceiptContent content) => AcceptedOf(part) with { Lookup = content.Lookup };

    private static AcceptedEvent Of(Part part, DeliveryContent content) => AcceptedOf(part) with
    {
        Sid = content.Sid, Status = content.Status, Error = content.Error,
        Question = content.Question is { } question ? new PartId(question) : null,
    };

    private static AcceptedEvent Of(Part part, MissingContent content) =>
        AcceptedOf(part) with { Missing = content.Of, MissingBecause = content.Reason };

    private static DeprioritisedReason[] LoweredBy(bool isOverLimit) => isOverLimit ? [DeprioritisedReason.Many] : [];

    // Opened, compared and about to be stored: what lies of it at Twilio may go.
    private static PartAccepted? MayGo(string? shard, string source) => shard is null ? null : new PartAccepted(shard, source);

    private static AcceptedEvent AcceptedOf(Part part) => new(part.Id, part.Kind, part.Channel, part.Language, part.Received);

    private static FoundFacts Found(AcceptedEvent accepted) => new(accepted, null, null, null);

    [LoggerMessage(603, LogLevel.Error, "A {Kind} of the tip {Tip} is accepted without its {What}: {Failure}")]
    private partial void LogUnjudged(PartKind kind, TipId? tip, string what, string failure);
}
