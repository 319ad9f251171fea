namespace Hotline.Review.Console;

/// <summary>What every page of the console says around its own content.</summary>
/// <param name="ReviewerName">Who is signed in.</param>
/// <param name="Roles">Their roles: <c>Reviewer</c>, <c>Supervisor</c>, <c>Auditor</c>, <c>Administrator</c>.</param>
/// <param name="AntiforgeryToken">Posted back by every form.</param>
/// <param name="Now">The time that relative times count from.</param>
/// <param name="Undelivered">How many messages wait in Undelivered.</param>
public sealed record Shell(string ReviewerName, IReadOnlyList<string> Roles, string AntiforgeryToken, DateTimeOffset Now, int Undelivered)
{
    /// <summary>The answer's tag, with which the open page asks whether anything happened; null where it does not ask.</summary>
    public string? Tag { get; init; }
}

/// <summary>A tip as the work queue lists it: nothing in it is content.</summary>
/// <param name="Id">The tip's id.</param>
/// <param name="State"><c>open</c>, <c>waiting</c> or <c>closed</c>.</param>
/// <param name="Priority">1, the most urgent, to 4.</param>
/// <param name="Opened">When its first part came.</param>
/// <param name="Latest">When its latest part came.</param>
/// <param name="Line">The line that was called or texted, as it is called.</param>
/// <param name="Channels">The ways by which it came: <c>Phone</c>, <c>Text</c>, <c>Web</c>.</param>
/// <param name="Language">BCP 47; null where nobody knows.</param>
/// <param name="Holder">The name of who claimed it; null when nobody did.</param>
/// <param name="HeldByMe">Whether the holder is who looks at it.</param>
/// <param name="Escalated">Whether a supervisor was asked for.</param>
/// <param name="Answered">Whether the reporter has answered since somebody last acted.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Reasons">Why it has its priority, as people read it.</param>
/// <param name="Recordings">How many recordings it has.</param>
/// <param name="Statements">How many statements it has.</param>
/// <param name="Attachments">How many attachments it has.</param>
/// <param name="Disposition">What became of it; null while it is not closed.</param>
public sealed record TipLine(
    string Id, string State, int Priority, DateTimeOffset Opened, DateTimeOffset Latest, string Line, IReadOnlyList<string> Channels,
    string? Language, string? Holder, bool HeldByMe, bool Escalated, bool Answered, IReadOnlyList<string> Tags,
    IReadOnlyList<string> Reasons, int Recordings, int Statements, int Attachments, string? Disposition)
{
    /// <summary>Why it comes last: <c>Blocked</c>, <c>Many</c>, <c>Repeated</c>, <c>Silent</c>; empty for most.</summary>
    public IReadOnlyList<string> Lowered { get; init; } = [];

    /// <summary>The part ids of what neither a rule nor a person has read.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>Whether there are words in it that rules have read.</summary>
    public bool HasWords { get; init; } = true;
}

/// <summary>Which tips the work queue shows.</summary>
/// <param name="View"><c>open</c>, <c>mine</c>, <c>unassigned</c>, <c>escalated</c>, <c>waiting</c> or <c>closed</c>.</param>
/// <param name="Channel">Only tips that came this way.</param>
/// <param name="Language">Only tips in this language.</param>
/// <param name="Priority">Only tips of this priority.</param>
/// <param name="Line">Only tips of this line.</param>
/// <param name="From">Only tips opened on this day or later.</param>
/// <param name="To">Only tips opened on this day or earlier.</param>
/// <param name="Tag">Only tips with this tag.</param>
/// <param name="Sort"><c>priority</c>, <c>newest</c> or <c>oldest</c>.</param>
/// <param name="After">Where the page before ended; null for the first page.</param>
public sealed record QueueFilter(
    string View, string? Channel, string? Language, int? Priority, string? Line, DateOnly? From, DateOnly? To, string? Tag, string Sort,
    string? After);

/// <summary>The work queue.</summary>
/// <param name="Shell">What is around it.</param>
/// <param name="Filter">Which tips it shows.</param>
/// <param name="Counts">How many tips each view has: view to <c>12</c>, or <c>200+</c>.</param>
/// <param name="Tips">The tips, in order.</param>
/// <param name="Next">What to ask the next page with; null when this is the last.</param>
/// <param name="Views">The views that the reviewer saved.</param>
/// <param name="Lines">The lines one can filter by.</param>
/// <param name="Tags">The tags one can filter by.</param>
/// <param name="People">To whom tips can be assigned.</param>
public sealed record QueueModel(
    Shell Shell, QueueFilter Filter, IReadOnlyDictionary<string, string> Counts, IReadOnlyList<TipLine> Tips, string? Next,
    IReadOnlyList<SavedView> Views, IReadOnlyList<string> Lines, IReadOnlyList<string> Tags, IReadOnlyList<PersonView> People);

/// <summary>A view of the queue that a reviewer saved.</summary>
/// <param name="Name">What they called it.</param>
/// <param name="Query">The query of its URL, without the question mark.</param>
public sealed record SavedView(string Name, string Query);

/// <summary>Somebody to whom a tip can be given.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Name">Their name.</param>
public sealed record PersonView(string Id, string Name);

/// <summary>A tip, opened.</summary>
/// <param name="Shell">What is around it.</param>
/// <param name="Tip">The tip as the queue lists it.</param>
/// <param name="Version">What the reviewer saw; posted back as <c>version</c>.</param>
/// <param name="Parts">What came, oldest first.</param>
/// <param name="Reasons">Why it has its priority.</param>
/// <param name="Links">The tips that people linked it to.</param>
/// <param name="Suggested">Tips that read alike.</param>
/// <param name="SameNumber">Other tips of the same number.</param>
/// <param name="Notes">The reviewers' notes, oldest first.</param>
/// <param name="Questions">What the reporter was asked.</param>
/// <param name="History">Every act, newest first.</param>
/// <param name="ShownNumber">The reporter's number, or how else they can be reached; only in the answer to the act that shows it.</param>
/// <param name="HasNumber">Whether that is known.</param>
/// <param name="ClaimEnds">When the claim ends; null when nobody holds the tip.</param>
/// <param name="CanAct">Whether the reviewer may change the tip now.</param>
/// <param name="Notice">What was just done; null when nothing was.</param>
/// <param name="Conflict">Why nothing was written, and what changed since; null when nothing was refused.</param>
/// <param name="Draft">What a refused post had said, to be kept: <c>{act}.{field}</c>, such as <c>close.reason</c>, to the text.</param>
/// <param name="People">To whom it can be given.</param>
public sealed record TipModel(
    Shell Shell, TipLine Tip, string Version, IReadOnlyList<PartView> Parts, IReadOnlyList<ReasonView> Reasons,
    IReadOnlyList<LinkView> Links, IReadOnlyList<LinkView> Suggested, IReadOnlyList<LinkView> SameNumber, IReadOnlyList<NoteView> Notes,
    IReadOnlyList<QuestionView> Questions, IReadOnlyList<HistoryView> History, string? ShownNumber, bool HasNumber,
    DateTimeOffset? ClaimEnds, bool CanAct, string? Notice, string? Conflict, IReadOnlyDictionary<string, string> Draft,
    IReadOnlyList<PersonView> People)
{
    /// <summary>What the reporter's number last said of being texted, STOP or START, and when; null when it said neither.</summary>
    public (string Word, DateTimeOffset At)? Consent { get; init; }

    /// <summary>What had become of the tip when its reporter opened it again; null when they did not.</summary>
    public string? WokenFrom { get; init; }

    /// <summary>Whether digits in it are hidden that may be a receipt's.</summary>
    public bool HidesCodes => Parts.Any(part => part is { HidesCodes: true, Answer: null });

    /// <summary>Whether and how a question would reach the reporter.</summary>
    public AskView Ask { get; init; } = new("It waits at the reporter’s receipt until they look there.", null, null);

    /// <summary>Who gave the tip to somebody else while this reviewer held it, and when; null when nobody did.</summary>
    public (string By, DateTimeOffset At)? TakenBy { get; init; }

    /// <summary>Whether its number is on the block list; null where there is no number, or who looks may not change the list.</summary>
    public bool? IsBlocked { get; init; }
}

/// <summary>A part of a tip, opened.</summary>
/// <param name="Id">The part's id.</param>
/// <param name="Kind">
/// <c>Statement</c>, <c>Recording</c>, <c>Transcript</c>, <c>Attachment</c>, <c>CallSummary</c> or <c>Consent</c>.
/// </param>
/// <param name="Received">When it came.</param>
/// <param name="Channel">The way by which it came.</param>
/// <param name="Language">BCP 47; null where nobody knows.</param>
/// <param name="Text">Its words; null where it has none.</param>
/// <param name="Sentences">A transcript's words in step with the sound; empty where nobody gave times.</param>
/// <param name="Failure">Why a transcript has no words.</param>
/// <param name="Recording">The part id of the recording that a transcript belongs to.</param>
/// <param name="TranscriptSource">Who heard the transcript.</param>
/// <param name="Correction">The transcript as a reviewer heard it.</param>
/// <param name="CorrectedBy">Who corrected it.</param>
/// <param name="MediaType">The media type of a recording or an attachment.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Seconds">How long a recording or a call is.</param>
/// <param name="Damaged">Why it can't be opened; null when it can.</param>
public sealed record PartView(
    string Id, string Kind, DateTimeOffset Received, string Channel, string? Language, string? Text,
    IReadOnlyList<SentenceView> Sentences, string? Failure, string? Recording, string? TranscriptSource, string? Correction,
    string? CorrectedBy, string? MediaType, long? Length, int? Seconds, string? Damaged)
{
    /// <summary>What the form was answered beside its text; empty where it was not, and for everything else.</summary>
    public IReadOnlyList<AnswerView> Answers { get; init; } = [];

    /// <summary>Whether Twilio's own fallback took it, while the line could not answer.</summary>
    public bool OverFallback { get; init; }

    /// <summary>Whether digits in it are hidden that may be a receipt's.</summary>
    public bool HidesCodes { get; init; }

    /// <summary>Whether digits are shown that are hidden without being asked for: a refresh leaves them until the next act.</summary>
    public bool ShowsCodes { get; init; }

    /// <summary>Whether files came with it.</summary>
    public bool HasFiles { get; init; }

    /// <summary>How many of a text's files came, and why others did not; null where all came, or there were none.</summary>
    public string? FilesMissing { get; init; }

    /// <summary>Whether a recording or file is shorter than Twilio said.</summary>
    public bool IsShort { get; init; }

    /// <summary>What the reporter's file was called; null where it had no name.</summary>
    public string? FileName { get; init; }

    /// <summary>Whether the file goes on behind the text that is shown of it.</summary>
    public bool IsCut { get; init; }

    /// <summary>Whether the file can run as a program where it is opened.</summary>
    public bool CanRun { get; init; }

    /// <summary>The tip that it is of, where that is an answer to the tip shown; null where it is of that tip itself.</summary>
    public string? Answer { get; init; }
}

/// <summary>Whether a question would reach the reporter.</summary>
/// <param name="How">By which ways, in a sentence; null when by none.</param>
/// <param name="WhyNot">Why by none; null when by one.</param>
/// <param name="Instead">The tip on which it would; null where there is none.</param>
public sealed record AskView(string? How, string? WhyNot, string? Instead);

/// <summary>What the form was answered to one of its questions.</summary>
/// <param name="Asked">The question, as people read it.</param>
/// <param name="Said">The answer; a link is text like the rest.</param>
public sealed record AnswerView(string Asked, string Said);

/// <summary>A sentence of a transcript.</summary>
/// <param name="Start">Seconds from the recording's start.</param>
/// <param name="End">Seconds from the recording's start.</param>
/// <param name="Text">Its words.</param>
public sealed record SentenceView(double Start, double End, string Text);

/// <summary>Why a tip has its priority.</summary>
/// <param name="Name">The rule's name, as people read it.</param>
/// <param name="Words">The words that it found.</param>
/// <param name="PartId">The part that they are in.</param>
public sealed record ReasonView(string Name, string Words, string PartId);

/// <summary>Another tip that this one has to do with.</summary>
/// <param name="Tip">The other tip's id.</param>
/// <param name="Why">What they have to do with each other.</param>
/// <param name="At">When the other was opened, or linked.</param>
/// <param name="State">The other's state.</param>
/// <param name="Likeness">0 to 1, for tips that read alike.</param>
public sealed record LinkView(string Tip, string Why, DateTimeOffset At, string State, double? Likeness);

/// <summary>A note.</summary>
/// <param name="By">Who wrote it.</param>
/// <param name="At">When.</param>
/// <param name="Text">The words.</param>
public sealed record NoteView(string By, DateTimeOffset At, string Text);

/// <summary>A question to the reporter.</summary>
/// <param name="Number">1 for the tip's first.</param>
/// <param name="By">Who asked.</param>
/// <param name="At">When.</param>
/// <param name="Text">The words.</param>
/// <param name="Delivery">What is known of its way, as people read it.</param>
/// <param name="Failed">Whether a text that should have told of it has not arrived.</param>
public sealed record QuestionView(int Number, string By, DateTimeOffset At, string Text, string Delivery, bool Failed = false);

/// <summary>An act, as the tip's history lists it.</summary>
/// <param name="Number">Its number in the tip's chain.</param>
/// <param name="At">When.</param>
/// <param name="Who">Who did it.</param>
/// <param name="Act">What was done, as people read it.</param>
/// <param name="Detail">More about it; never content.</param>
public sealed record HistoryView(int Number, DateTimeOffset At, string Who, string Act, string? Detail);

/// <summary>The messages that could not be delivered.</summary>
/// <param name="Shell">What is around them.</param>
/// <param name="Messages">A page of the messages: those that wait, the oldest first, and behind them those that were settled.</param>
public sealed record UndeliveredModel(Shell Shell, IReadOnlyList<UndeliveredLine> Messages)
{
    /// <summary>What all that wait for, the most frequent first.</summary>
    public IReadOnlyList<CauseLine> Causes { get; init; } = [];

    /// <summary>What was just done; null when nothing was.</summary>
    public string? Notice { get; init; }

    /// <summary>Whether it is the first page.</summary>
    public bool IsFirst { get; init; } = true;

    /// <summary>The query of the next page, with its question mark; null when this is the last.</summary>
    public string? Next { get; init; }
}

/// <summary>What undelivered messages of a queue have in common.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Source">The queue they came from.</param>
/// <param name="Reason">Why they are here.</param>
/// <param name="Count">How many wait.</param>
/// <param name="Since">Since when the oldest waits.</param>
public sealed record CauseLine(string Id, string Source, string Reason, int Count, DateTimeOffset Since);

/// <summary>A message that could not be delivered.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Source">The queue it came from.</param>
/// <param name="Reason">Why it is here.</param>
/// <param name="At">Since when.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="State"><c>waiting</c>, <c>redriven</c> or <c>aside</c>.</param>
public sealed record UndeliveredLine(string Id, string Source, string Reason, DateTimeOffset At, int Attempts, int Size, string State)
{
    /// <summary>Whether it may be sent again: false where it says to come from Review, and Review does not know it.</summary>
    public bool MayBeSentAgain { get; init; } = true;
}

/// <summary>The audit.</summary>
/// <param name="Shell">What is around it.</param>
/// <param name="Events">The acts, newest first.</param>
/// <param name="Who">Only this person's acts.</param>
/// <param name="Tip">Only acts on this tip.</param>
/// <param name="Day">Only acts of this day.</param>
/// <param name="Next">What to ask the next page with; null when this is the last.</param>
/// <param name="Findings">What the check found: null when none was made, empty when all is in order.</param>
public sealed record AuditModel(
    Shell Shell, IReadOnlyList<AuditLine> Events, string? Who, string? Tip, DateOnly? Day, string? Next, IReadOnlyList<string>? Findings)
{
    /// <summary>Until when every event is copied to where nobody can change it: only so far shows the audit what was altered.</summary>
    public DateTimeOffset? CopiedUntil { get; init; }
}

/// <summary>An act, as the audit lists it.</summary>
/// <param name="At">When.</param>
/// <param name="Who">Who did it.</param>
/// <param name="Act">What was done, as people read it.</param>
/// <param name="Tip">On which tip; null for acts outside one.</param>
/// <param name="Detail">More about it; never content.</param>
/// <param name="Address">From which address.</param>
public sealed record AuditLine(DateTimeOffset At, string Who, string Act, string? Tip, string? Detail, string? Address);

/// <summary>Something that can't be shown.</summary>
/// <param name="Shell">What is around it; null when nobody is signed in.</param>
/// <param name="Status">The answer's status: 403, 404 or 409.</param>
/// <param name="Reason">One line that says why.</param>
/// <param name="Back">The address of a way back.</param>
/// <param name="BackTo">Where that leads, as people read it.</param>
public sealed record ErrorModel(Shell? Shell, int Status, string Reason, string Back = "/review/tips", string BackTo = "Back to the queue");
