using Hotline.Contracts;
using Hotline.Platform.Twilio;
using Hotline.Review.Console;
using Hotline.Review.Files;
using Hotline.Review.Ledger;
using Hotline.Review.Outreach;
using Hotline.Review.Tips;
using Hotline.Review.Triage;

namespace Hotline.Review.Casework;

/// <summary>A tip's parts and events as the page shows them.</summary>
/// <param name="tip">The tip.</param>
/// <param name="parts">Its parts.</param>
/// <param name="events">Its events.</param>
/// <param name="showsCodes">Whether digits are shown that may be a receipt's: the act that asks for them has been noted.</param>
public sealed class TipViews(TipState tip, IReadOnlyList<OpenedPart> parts, IReadOnlyList<LedgerEvent> events, bool showsCodes = false)
{
    private static readonly PartKind[] Shown =
        [PartKind.Statement, PartKind.Recording, PartKind.Transcript, PartKind.Attachment, PartKind.CallSummary, PartKind.Consent];

    private readonly MissingFiles missing = new(parts);

    /// <summary>The reporter's number, or how else they said that they can be reached; null where neither is known.</summary>
    public string? Number => parts.Select(part => part.Content switch
    {
        StatementContent statement when part.Part.Channel == Channel.Web => Seen(statement.From.Trim(), statement.HidesCodes),
        StatementContent statement => NumberOf(statement.From),
        CallSummaryContent summary => NumberOf(summary.From),
        _ => null,
    }).Where(reach => !string.IsNullOrEmpty(reach)).Distinct().ToList() is { Count: > 0 } known ? string.Join(", ", known) : null;

    /// <summary>What had become of the tip when its reporter opened it again; null when it was not closed, or a reviewer did.</summary>
    public Disposition? WokenFrom
    {
        get
        {
            Disposition? woken = null;
            var state = TipState.New(tip.Id);
            foreach (var happened in events)
            {
                var next = state.Apply(happened);
                if (next.Stage == TipStage.Closed || happened.Act == EventKind.Reopened)
                    woken = null;
                else if (state.Stage == TipStage.Closed)
                    woken = state.Disposition;
                state = next;
            }

            return woken;
        }
    }

    /// <summary>Who gave the tip to somebody else while a reviewer held it, and when; null when nobody did, or it went on since.</summary>
    public (string By, DateTimeOffset At)? TakenFrom(string reviewer)
    {
        (string, DateTimeOffset)? taken = null;
        var state = TipState.New(tip.Id);
        foreach (var happened in events)
        {
            var next = state.Apply(happened);
            if (happened.Act == EventKind.Assigned && state.Holder == reviewer && next.Holder != reviewer && happened.Who != reviewer)
                taken = (happened.Name, happened.At);
            else if (next.Holder != state.Holder)
                taken = null;
            state = next;
        }

        return taken;
    }

    /// <summary>What the reporter gave; how a message's items are laid out is nothing that they gave.</summary>
    public IReadOnlyList<PartView> Parts() =>
    [
        .. parts.Where(part => (Shown.Contains(part.Part.Kind) && part.FileText?.IsLayout != true) || missing.IsMissedRecording(part))
            .Select(View),
    ];

    /// <summary>Why it has its priority, with the words; rules that found the same words are one sign.</summary>
    public IReadOnlyList<ReasonView> Reasons() =>
    [
        .. from reason in tip.Reasons
           let text = SeenBy(parts.FirstOrDefault(part => part.Part.Id.Value == reason.Part))
           let words = text is not null && reason.Start + reason.Length <= text.Length ? text.Substring(reason.Start, reason.Length) : ""
           group ReasonNames.Of(reason.Rule) by (reason.Part, words) into named
           select new ReasonView(string.Join(" · ", named.Distinct()), named.Key.words, named.Key.Part),
    ];

    /// <summary>The notes, and the reasons of acts.</summary>
    public IReadOnlyList<NoteView> Notes() =>
        [.. events.Where(e => e.Act == EventKind.Noted).Select(e => new NoteView(e.Name, e.At, WrittenBy(e) ?? "It does not open."))];

    /// <summary>What the reporter was asked.</summary>
    public IReadOnlyList<QuestionView> Questions() =>
        [.. events.Where(e => e.What is AskedEvent { Part: not null, Number: not null }).Select(QuestionOf)];

    /// <summary>What happened, newest first.</summary>
    public IReadOnlyList<HistoryView> History() =>
        [.. events.Reverse().Select(e => new HistoryView(e.Number, e.At, e.Name, EventWords.Of(e), DetailOf(e)))];

    /// <summary>What changed since a revision, in a sentence.</summary>
    public string ChangedSince(int? revision)
    {
        if (revision is not { } seen || seen >= tip.Revision || seen < 0)
            return "";
        var state = TipState.New(tip.Id);
        var since = new List<string>();
        foreach (var happened in events)
        {
            var next = state.Apply(happened);
            if (next.Revision > seen && next.Revision > state.Revision)
                since.Add($"{happened.Name} {EventWords.Of(happened)}{(DetailOf(happened) is { } detail ? $" ({detail})" : "")}");
            state = next;
        }

        return since.Count == 0 ? "" : $"Since then: {string.Join("; ", since)}.";
    }

    private QuestionView QuestionOf(LedgerEvent asked)
    {
        var question = asked.As<AskedEvent>();
        var way = QuestionWay.Of(question.NeededPart(), events);
        return new QuestionView(
            question.Number ?? 0, asked.Name, asked.At, WrittenBy(asked) ?? "It does not open.", way.Words, way.Failed);
    }

    private PartView View(OpenedPart opened)
    {
        var part = opened.Part;
        var view = new PartView
        {
            Id = part.Id.Value, Kind = part.Kind, Received = part.Received, Channel = part.Channel, Language = part.Language,
            Text = SeenText(opened), Damaged = opened.Damage,
            OverFallback = part.OverFallback, HidesCodes = !showsCodes && HoldsCodes(opened), ShowsCodes = showsCodes && HoldsCodes(opened),
        };
        return opened.Content switch
        {
            TranscriptContent transcript => view with
            {
                Failure = transcript.Failure, Recording = PartId.Of(PartKind.Recording, transcript.Recording).Value,
                TranscriptSource = transcript.Source,
                Sentences = [.. transcript.Phrases.Zip(
                    SeenTogether([.. transcript.Phrases.Select(phrase => phrase.Text)]),
                    (phrase, text) => new SentenceView(phrase.Offset / 1000.0, (phrase.Offset + phrase.Duration) / 1000.0, text))],
                Correction = Correction(part.Id)?.Text, CorrectedBy = Correction(part.Id)?.By,
            },
            StatementContent { Answers: { } answers } statement => view with
            {
                HasFiles = missing.HasFiles(part, statement),
                Answers = [.. FormView.Of(answers).Select(answer => answer with { Said = Seen(answer.Said, statement.HidesCodes) })],
            },
            StatementContent statement => view with
            {
                FilesMissing = missing.Of(part, statement), HasFiles = missing.HasFiles(part, statement),
            },
            MissingContent missed => view with { Text = $"A recording is missing. {MissingFiles.Why(missed.Reason, 1)}" },
            EvidenceContent evidence => view with
            {
                MediaType = FileKind.Of(evidence.ContentType).Type, Length = evidence.Length, Seconds = evidence.Seconds,
                FileName = evidence.Name is { } name ? Seen(name, true) : null, IsCut = opened.FileText?.IsCut == true,
                CanRun = OriginalName.CanRun(evidence.ContentType, evidence.Name),
                IsShort = IsShort(part.Id),
            },
            CallSummaryContent summary => view with { Seconds = summary.Seconds, Text = $"Call {summary.Status}" },
            _ => view,
        };
    }

    private bool IsShort(PartId part) =>
        events.Any(e => e.What is AcceptedEvent { IsShort: true } accepted && accepted.Part == part);

    private (string Text, string By)? Correction(PartId part) =>
        events.LastOrDefault(e => e.What is CorrectedEvent { Of: { } of } && of == part) is { } corrected && WrittenBy(corrected) is { } text
            ? (text, corrected.Name) : null;

    private string? DetailOf(LedgerEvent happened) => happened.What switch
    {
        NotedEvent or AskedEvent or CorrectedEvent => null,
        ClosedEvent { Disposition: { } disposition } => $"{Labels.Disposition(disposition)}: {WrittenBy(happened)}",
        TaggedEvent { Tags: var tags } => tags.Count > 0 ? string.Join(", ", tags) : "none",
        AssignedEvent { Name: var name } => $"to {name}",
        PrioritisedEvent { Priority: var priority } => $"{Labels.Priority(priority)}: {WrittenBy(happened)}",
        LinkedEvent { Tip: var other } => Labels.ShortId(other.Value),
        AcceptedEvent accepted => accepted.Status ?? Labels.Kind(accepted.Kind),
        TextedEvent texted => QuestionWay.FailureOf(texted),
        _ => WrittenBy(happened),
    };

    private string? WrittenBy(LedgerEvent happened) =>
        happened.What is PartEvent { Part: { } id }
            && parts.FirstOrDefault(part => part.Part.Id == id)?.Content is WrittenContent written ? written.Text : null;

    private static string? NumberOf(string from) => Sender.IsOnePhone(from) ? from : null;

    // What the rules read, in which their places are: hiding changes no place.
    private string? SeenBy(OpenedPart? part) =>
        part?.Content is StatementContent statement ? Seen(FormWords.With(statement), statement.HidesCodes) : part is null ? null : SeenText(part);

    private string? SeenText(OpenedPart part) =>
        TextOf(part) is { } text ? Seen(text, part.Content is not StatementContent { HidesCodes: false }) : null;

    private string Seen(string text, bool hides) => showsCodes || !hides ? text : SpelledCode.Hide(text);

    // A code may be heard across phrases.
    private IEnumerable<string> SeenTogether(IReadOnlyList<string> phrases)
    {
        var all = Seen(string.Join('\n', phrases), true);
        var at = 0;
        foreach (var phrase in phrases)
        {
            yield return all.Substring(at, phrase.Length);
            at += phrase.Length + 1;
        }
    }

    // Intake has tried those of texts and forms where it could; nobody tries what was heard.
    private static bool HoldsCodes(OpenedPart part) => part.Content switch
    {
        StatementContent { HidesCodes: true } => true,
        TranscriptContent transcript => SpelledCode.In(
            $"{transcript.Text}x{string.Join('\n', transcript.Phrases.Select(phrase => phrase.Text))}").Any(),
        EvidenceContent evidence => SpelledCode.In($"{evidence.Name}x{part.FileText?.Words}").Any(),
        _ => false,
    };

    private static string? TextOf(OpenedPart part) => part.Content switch
    {
        EvidenceContent => part.FileText?.Words,
        StatementContent statement => statement.Text,
        TranscriptContent transcript => transcript.Text,
        _ => null,
    };
}
