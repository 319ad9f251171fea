using Hotline.Contracts;
using Hotline.Review.Ledger;

namespace Hotline.Review.Outreach;

/// <summary>How far a question got, from the tip's events: it is at the receipt in any case, and a texter is texted too.</summary>
/// <param name="Words">As people read it.</param>
/// <param name="Failed">Whether a text has not arrived.</param>
public sealed record QuestionWay(string Words, bool Failed)
{
    private const string AtReceipt = "Waits at the reporter’s receipt";

    /// <summary>The way of a question.</summary>
    public static QuestionWay Of(string question, IReadOnlyList<AuditEvent> events)
    {
        var texted = events.LastOrDefault(e => e.Act == Act.Texted && e.Fact("question") == question);
        // Callbacks come in any order: the one that is furthest counts.
        var told = events
            .Where(e => e.Act == Act.Accepted && e.Fact("kind") == nameof(PartKind.DeliveryStatus) && e.Fact("question") == question)
            .MaxBy(e => Rank(e.Fact("status")));
        if (told?.Fact("status") is "undelivered" or "failed")
        {
            var why = told.Fact("error") is { } error ? $" (error {error})" : "";
            return new QuestionWay($"{AtReceipt}; the text was not delivered{why}", true);
        }

        if (told?.Fact("status") is { } status)
            return new QuestionWay($"{AtReceipt}; texted, {status}", false);
        if (texted is null)
            return new QuestionWay(AtReceipt, false);
        return FailureOf(texted) is { } failure
            ? new QuestionWay($"{AtReceipt}; not texted: {failure}", true)
            : new QuestionWay($"{AtReceipt}; texted", false);
    }

    /// <summary>Why a text was not sent; null when it was.</summary>
    public static string? FailureOf(AuditEvent texted) => texted.Fact("failure") switch
    {
        null => null,
        QuestionTexts.Stopped or "21610" => "STOP",
        QuestionTexts.NoKey => "Review has no Twilio API key",
        QuestionTexts.NoNumber => "there is no number to text",
        var code => $"Twilio refuses it (error {code})",
    };

    private static int Rank(string? status) =>
        status switch { "delivered" or "undelivered" or "failed" or "read" => 2, "sent" => 1, _ => 0 };
}
