using Hotline.Contracts;
using Hotline.Review.Console;
using Hotline.Review.Ledger;
using Hotline.Review.Outreach;
using Hotline.Review.Tips;
using Hotline.Review.WorkQueue;

namespace Hotline.Review.Casework;

/// <summary>A tip, opened.</summary>
public sealed record TipModel
{
    /// <summary>What is around it.</summary>
    public required PageFrame Frame { get; init; }

    /// <summary>The tip as the queue lists it.</summary>
    public required TipLine Tip { get; init; }

    /// <summary>What the reviewer saw; posted back as <c>version</c>.</summary>
    public required string Version { get; init; }

    /// <summary>What came, oldest first.</summary>
    public required IReadOnlyList<PartView> Parts { get; init; }

    /// <summary>Why it has its priority.</summary>
    public IReadOnlyList<ReasonView> Reasons { get; init; } = [];

    /// <summary>The tips that people linked it to.</summary>
    public IReadOnlyList<LinkView> Links { get; init; } = [];

    /// <summary>Tips that read alike.</summary>
    public IReadOnlyList<LinkView> Suggested { get; init; } = [];

    /// <summary>Other tips of the same number.</summary>
    public IReadOnlyList<LinkView> SameNumber { get; init; } = [];

    /// <summary>The reviewers' notes, oldest first.</summary>
    public IReadOnlyList<NoteView> Notes { get; init; } = [];

    /// <summary>What the reporter was asked.</summary>
    public IReadOnlyList<QuestionView> Questions { get; init; } = [];

    /// <summary>Every act, newest first.</summary>
    public IReadOnlyList<HistoryView> History { get; init; } = [];

    /// <summary>The reporter's number, or how else they can be reached; only in the answer to the act that shows it.</summary>
    public string? ShownNumber { get; init; }

    /// <summary>Whether that is known.</summary>
    public required bool HasNumber { get; init; }

    /// <summary>What the reporter's number last said of being texted; null when it said nothing.</summary>
    public ConsentView? Consent { get; init; }

    /// <summary>When the claim ends; null when nobody holds the tip.</summary>
    public DateTimeOffset? ClaimEnds { get; init; }

    /// <summary>Whether the reviewer may change the tip now.</summary>
    public required bool CanAct { get; init; }

    /// <summary>What was just done; null when nothing was.</summary>
    public string? Notice { get; init; }

    /// <summary>Why nothing was written, and what changed since; null when nothing was refused.</summary>
    public string? Conflict { get; init; }

    /// <summary>What a refused post had said; null when none was refused.</summary>
    public TipDraft? Draft { get; init; }

    /// <summary>To whom it can be given.</summary>
    public required IReadOnlyList<PersonView> People { get; init; }

    /// <summary>What had become of the tip when its reporter opened it again; null when they did not.</summary>
    public Disposition? WokenFrom { get; init; }

    /// <summary>Whether and how a question would reach the reporter.</summary>
    public required AskView Ask { get; init; }

    /// <summary>Who gave the tip to somebody else while this reviewer held it, and when; null when nobody did.</summary>
    public (string By, DateTimeOffset At)? TakenBy { get; init; }

    /// <summary>Whether its number is on the block list; null where there is no number, or who looks may not change the list.</summary>
    public bool? IsBlocked { get; init; }

    /// <summary>Whether digits in it are hidden that may be a receipt's.</summary>
    public bool HidesCodes => Parts.Any(part => part is { HidesCodes: true, Answer: null });

    /// <summary>Whether its reporter has a phone number, rather than another way to be reached.</summary>
    public bool IsByPhone => Tip.Channels.Any(channel => channel is Channel.Phone or Channel.Text);

    /// <summary>A part by its id; null where it is not of this tip.</summary>
    public PartView? FindPart(string id) => Parts.FirstOrDefault(part => part.Id == id);

    /// <summary>What a refused post had in this field; null when there was none.</summary>
    public string? DraftOf(TipAct act, string field) => Draft?.Act == act ? Draft.Fields.GetValueOrDefault(field) : null;

    /// <summary>Whether a refused post was of this act.</summary>
    public bool HasDraft(TipAct act) => Draft?.Act == act && Draft.Fields.Count > 0;

    /// <summary>The text of a refused post whose form is no longer on the page, for example because the reviewer lost the claim.</summary>
    public IReadOnlyList<string> LostDrafts() => Draft is null || Offers(Draft.Act) ? [] :
    [
        .. from field in Draft.Fields
           where field.Key is "reason" or "text" && field.Value.Length > 0
           select field.Value,
    ];

    private bool Offers(TipAct act) => act switch
    {
        TipAct.Note => true,
        TipAct.Number => HasNumber,
        TipAct.Codes => HidesCodes,
        TipAct.Reopen => Tip.IsClosed,
        TipAct.Link or TipAct.Transcript => CanAct,
        TipAct.Question => CanAct && !Tip.IsClosed && Ask.WhyNot is null,
        TipAct.Escalate => CanAct && !Tip.IsClosed && !Tip.Escalated,
        TipAct.Block => CanAct && !Tip.IsClosed && IsBlocked is not null,
        _ => CanAct && !Tip.IsClosed,
    };
}

/// <summary>What a number said of being texted.</summary>
/// <param name="Word">STOP or START.</param>
/// <param name="At">When.</param>
/// <param name="EndsTexts">Whether it gets no texts since.</param>
public sealed record ConsentView(string Word, DateTimeOffset At, bool EndsTexts);

/// <summary>Why a tip has its priority.</summary>
/// <param name="Name">The rule's name, as people read it.</param>
/// <param name="Words">The words that it found.</param>
/// <param name="PartId">The part that they are in.</param>
public sealed record ReasonView(string Name, string Words, string PartId);

/// <summary>Another tip that this one has to do with.</summary>
/// <param name="Tip">The other tip's id.</param>
/// <param name="Why">What they have to do with each other.</param>
/// <param name="At">When the other was opened, or linked.</param>
/// <param name="Stage">Where the other stands.</param>
/// <param name="Likeness">0 to 1, for tips that read alike.</param>
public sealed record LinkView(string Tip, string Why, DateTimeOffset At, TipStage Stage, double? Likeness);

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
/// <param name="Failed">Whether the text message that announced it was not delivered.</param>
public sealed record QuestionView(int Number, string By, DateTimeOffset At, string Text, string Delivery, bool Failed = false);

/// <summary>An act, as the tip's history lists it.</summary>
/// <param name="Number">Its number in the tip's chain.</param>
/// <param name="At">When.</param>
/// <param name="Who">Who did it.</param>
/// <param name="Act">What was done, as people read it.</param>
/// <param name="Detail">More about it; never content.</param>
public sealed record HistoryView(int Number, DateTimeOffset At, string Who, string Act, string? Detail);
