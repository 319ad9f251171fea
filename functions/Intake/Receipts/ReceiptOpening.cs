using Hotline.Contracts;

namespace Hotline.Intake.Receipts;

/// <summary>What became of a code that somebody gave.</summary>
public enum OpeningOutcome
{
    /// <summary>It is a receipt's.</summary>
    Found,

    /// <summary>It is no receipt's, or of one that has expired.</summary>
    Wrong,

    /// <summary>Too many were tried; this one was not looked up.</summary>
    Limited,

    /// <summary>It is a receipt's, whose row somebody changed: what it says can't be relied on.</summary>
    Damaged,
}

/// <summary>What a code opens.</summary>
/// <param name="Outcome">What became of it; all else is empty but for <see cref="OpeningOutcome.Found"/>.</param>
/// <param name="Tip">The receipt's tip.</param>
/// <param name="Language">The code of the language in which the receipt was given.</param>
/// <param name="Lookup">The value under which its row lies.</param>
/// <param name="Status">How the tip stands; null when Review has not said so yet.</param>
/// <param name="Questions">What the reviewers asked, the oldest first.</param>
public sealed record ReceiptOpening(
    OpeningOutcome Outcome, TipId Tip, string? Language, string Lookup, StatusContent? Status, IReadOnlyList<QuestionContent> Questions)
{
    /// <summary>The code that opened it.</summary>
    public ReceiptCode Code { get; init; }

    /// <summary>The questions that wait for an answer, the oldest first: nothing has come since they were asked.</summary>
    public IEnumerable<QuestionContent> Waiting => Questions.Where(Waits);

    /// <summary>A code that opened nothing, and why.</summary>
    public static ReceiptOpening Nothing(OpeningOutcome outcome) => new(outcome, default, null, "", null, []);

    // A status may be older than a question, since each is a message of its own.
    private bool Waits(QuestionContent question) => Status is null || Status.At < question.Asked
        || (Status.State is not ("answered" or "closed") && Status.Received.All(part => part.At <= question.Asked));
}
