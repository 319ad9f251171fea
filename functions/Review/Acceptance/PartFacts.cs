using System.Globalization;
using Hotline.Contracts;
using Hotline.Review.Files;
using Hotline.Review.Numbers;
using Hotline.Review.Similarity;
using Hotline.Review.Tips;
using Hotline.Review.Triage;
using Microsoft.Extensions.Logging;

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
    public FoundFacts With(EvidenceContent content, EvidenceFindings sound, PartKind kind)
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
        PartKind.Receipt => Found(part, ("lookup", reader.Open(part, PartContents.Default.ReceiptContent).Lookup)),
        PartKind.DeliveryStatus => OfDelivery(part, reader.Open(part, PartContents.Default.DeliveryContent)),
        PartKind.Missing => OfMissing(part, reader.Open(part, PartContents.Default.MissingContent)),
        PartKind.Link => OfLink(part, reader.Open(part, PartContents.Default.LinkContent)),
        PartKind.Consent or PartKind.Note or PartKind.Correction or PartKind.Question =>
            throw new RefusedException("A part of this kind does not come from outside."),
    };

    /// <summary>The facts of a file that is text: its words are read as a message's are.</summary>
    public FoundFacts With(Part part, FoundFacts file, FileText text)
    {
        if (text.IsLayout)
            return file.And("layout", "yes");
        var words = OfText(part, text.Words);
        words = words with { Evidence = file.Evidence, Cleans = file.Cleans };
        return file.Fact("short") is { } isShort ? words.And("short", isShort) : words;
    }

    private FoundFacts Find<T>(Part part, T content, Func<Part, T, FoundFacts> find) =>
        Try(part, "facts", () => find(part, content)) ?? WithMark(Found(part, part.Kind == PartKind.CallSummary ? [] : Unread), "facts");

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
        var triage = Try(part, "triage", () => ReadByRules(text));
        // An array, for a text with too few words has no likeness and nothing failed.
        var compared = Try(part, "likeness", () => new[] { TextSignature.Of(told ?? text, numbers.Pepper) });
        var likeness = compared?[0];
        var found = Found(
            part, [.. triage is null ? Unread : ReadAs(triage), ("likeness", likeness?.ToString())]) with { Likeness = likeness };
        found = triage is null ? WithMark(found, "triage") : found;
        return compared is null ? WithMark(found, "likeness") : found;
    }

    private static (string, string?)[] ReadAs(TriageResult triage) =>
    [
        ("priority", triage.Priority.ToString(CultureInfo.InvariantCulture)),
        ("reasons", string.Join(';', triage.Reasons.Select(reason => $"{reason.Rule}:{reason.Start}:{reason.Length}"))),
    ];

    // Words that no rule has read are read by a person before those that no rule minded.
    private static (string, string?)[] Unread =>
        [("priority", (TriageResult.Ordinary - 1).ToString(CultureInfo.InvariantCulture)), ("reasons", $"{Unjudged}:0:0")];

    private static FoundFacts WithMark(FoundFacts found, string what) => found.And(Unjudged, what);

    // Whose words the rules have read, it is not unread any more.
    private FoundFacts OfTranscript(Part part, TranscriptContent content)
    {
        var (found, recording) = (OfText(part, content.Text), PartId.Of(PartKind.Recording, content.Recording).Value);
        return found.Fact("priority") is not null && found.Fact(Unjudged) is null && PartId.IsOurs(recording)
            ? found.And("heard", recording) : found;
    }

    private static FoundFacts OfEvidence(Part part, EvidenceContent content) =>
        Found(part, ("unread", "yes")) with { Evidence = content, Cleans = MayGo(content.Shard, content.Source) };

    private FoundFacts OfSummary(Part part, CallSummaryContent content) =>
        Found(part, ("line", content.Line), ("number", numbers.Of(content.From)),
            ("lowered", LoweredBy(content.IsOverLimit))) with { Cleans = MayGo(content.Shard, content.Source) };

    private static FoundFacts OfDelivery(Part part, DeliveryContent content) => Found(
        part, ("sid", content.Sid), ("status", content.Status), ("error", content.Error?.ToString(CultureInfo.InvariantCulture)),
        ("question", content.Question));

    private static FoundFacts OfLink(Part part, LinkContent content) => TipId.Parse(content.Earlier) is { } earlier
        ? Found(part, ("tip", earlier.Value)) with { Earlier = earlier } : WithMark(Found(part), "facts");

    private static FoundFacts OfMissing(Part part, MissingContent content) =>
        Found(part, ("of", content.Of.ToString()), ("reason", content.Reason.ToString()));

    private static string? LoweredBy(bool isOverLimit) => isOverLimit ? nameof(Lowering.Many) : null;

    // Opened, compared and about to be stored: what lies of it at Twilio may go.
    private static PartAccepted? MayGo(string? shard, string source) => shard is null ? null : new PartAccepted(shard, source);

    private static FoundFacts Found(Part part, params (string, string?)[] more) => new(
        [
            ("part", part.Id.Value), ("kind", part.Kind.ToString()), ("channel", part.Channel.ToString()), ("language", part.Language),
            ("received", part.Received.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)), .. more,
        ],
        null, null, null, null);

    [LoggerMessage(603, LogLevel.Error, "A {Kind} of the tip {Tip} is accepted without its {What}: {Failure}")]
    private partial void LogUnjudged(PartKind kind, TipId? tip, string what, string failure);
}
