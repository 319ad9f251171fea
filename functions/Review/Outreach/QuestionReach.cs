using Hotline.Contracts;
using Hotline.Platform.Twilio;
using Hotline.Review.Ledger;
using Hotline.Review.Numbers;
using Hotline.Review.Tips;
using Microsoft.Extensions.Options;

namespace Hotline.Review.Outreach;

/// <summary>Whether a question to a tip's reporter would arrive, and how: said before one is written.</summary>
public sealed class QuestionReach(
    ConsentBook consents, NumberHashes numbers, IOptions<OutreachOptions> options, IOptions<TwilioOptions> twilio)
{
    private const string AtReceipt = "It waits at the reporter’s receipt";

    /// <summary>The ways of a tip that was read for a page.</summary>
    public async Task<AskView> OfAsync(ShownTip tip, CancellationToken stop)
    {
        if (!tip.Parts.Any(part => part.Content is ReceiptContent))
            return tip.State.Earlier.FirstOrDefault() is { } earlier
                ? new AskView(null, "This tip answers an earlier one. Ask there: its receipt is the one that the reporter holds.", earlier)
                : new AskView(null, "This reporter was given no receipt, so no question can reach them.", null);
        if (!tip.State.Channels.Contains(Channel.Text))
            return new AskView($"{AtReceipt} until they look there. Nothing else tells them.", null, null);
        var (from, line) = QuestionSms.SenderOf(tip.Parts);
        return new AskView(await WhyNotTextedAsync(tip, from, stop) is { } why
            ? $"{AtReceipt} until they look there. They are not texted: {why}."
            : $"{AtReceipt}, and they are texted {Texted(line)}." + LastFailure(tip.Events), null, null);
    }

    private async Task<string?> WhyNotTextedAsync(ShownTip tip, string from, CancellationToken stop) =>
        numbers.Of(from) is not { } number || tip.State is not { Number: not null, Line: not null } ? "there is no number to text"
        : twilio.Value.ApiKeySid.Length == 0 ? "Review has no Twilio API key"
        : await consents.FindAsync(number, stop) is { Word: "STOP" } ? "their number said STOP"
        : null;

    private string Texted(string line) =>
        options.Value.SentBy(line) == TextedAs.Question ? "the question" : "that there is a message";

    private static string LastFailure(IReadOnlyList<LedgerEvent> events) =>
        events.Select(e => e.What).OfType<AskedEvent>().LastOrDefault()?.Part is { } last && QuestionWay.Of(last, events).Failed
            ? " The text about the last question did not arrive." : "";
}
