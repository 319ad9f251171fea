using System.Globalization;
using Hotline.Contracts;
using Hotline.Review.Ledger;

namespace Hotline.Review.Outreach;

/// <summary>How far a question got, from the tip's events: it is at the receipt in any case, and a texter is texted too.</summary>
/// <param name="Words">As people read it.</param>
/// <param name="Failed">Whether a text has not arrived.</param>
public sealed record QuestionWay(string Words, bool Failed)
{
    private const string AtReceipt = "Waits at the reporter’s receipt";

    /// <summary>How far a question got, by the events of its tip.</summary>
    public static QuestionWay Of(PartId question, IReadOnlyList<LedgerEvent> events)
    {
        var texted = events.Select(e => e.What).OfType<TextedEvent>().LastOrDefault(e => e.Question == question);
        // Callbacks come in any order: the one that is furthest counts.
        var told = events.Select(e => e.What).OfType<AcceptedEvent>().Where(e => e.IsDelivery && e.Question == question)
            .MaxBy(e => Rank(e.Status));
        if (told?.Status is "undelivered" or "failed")
        {
            var why = told.Error is { } error ? string.Create(CultureInfo.InvariantCulture, $" (error {error})") : "";
            return new QuestionWay($"{AtReceipt}; the text was not delivered{why}", true);
        }

        if (told?.Status is { } status)
            return new QuestionWay($"{AtReceipt}; texted, {status}", false);
        if (texted is null)
            return new QuestionWay(AtReceipt, false);
        return FailureOf(texted) is { } failure
            ? new QuestionWay($"{AtReceipt}; not texted: {failure}", true)
            : new QuestionWay($"{AtReceipt}; texted", false);
    }

    /// <summary>Why a text was not sent; null when it was.</summary>
    public static string? FailureOf(TextedEvent texted) => texted.Failure switch
    {
        null => null,
        QuestionSms.Stopped or "21610" => "STOP",
        QuestionSms.NoKey => "Review has no Twilio API key",
        QuestionSms.NoNumber => "there is no number to text",
        var code => $"Twilio refuses it (error {code})",
    };

    private static int Rank(string? status) =>
        status switch { "delivered" or "undelivered" or "failed" or "read" => 2, "sent" => 1, _ => 0 };
}
