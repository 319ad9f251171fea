using Hotline.Intake.Floods;
using Hotline.Intake.Receipts;
using Hotline.Tips;
using Hotline.Twilio;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Messages;

/// <summary>A text came. What can't be stored is answered by 503, so that Twilio sends it again.</summary>
public sealed class ReceiveMessage(
    MessageLog messages, ReceiptsInTexts returns, ReceiptPool pool, ReceiptDesk receipts, TextReply reply, FloodGauge floods,
    IOptions<LinesOptions> lines)
{
    /// <summary>Serves the messaging URL of a number (https://www.twilio.com/docs/messaging/guides/webhook-request).</summary>
    [Function(nameof(ReceiveMessage))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "twilio/messages/receive")] HttpRequest request, CancellationToken stop)
    {
        var form = request.Twilio();
        if (CarrierWord.AskedFor(form) is { } word)
        {
            await messages.ConsentedAsync(form, word, stop);
            return lines.Value.Of(form["To"]).AnswersConsent ? TwimlAnswer.Of(reply.Consent(word)) : TwimlAnswer.Nothing;
        }

        var isFlooded = await floods.FloodsAsync(form["To"] ?? "", stop);
        var isOver = await floods.IsOverAsync(form["From"] ?? "", stop);
        if (await returns.FindAsync(form, stop) is { } returning)
        {
            await (returning.IsAll ? messages.AskedAsync(form, stop) : messages.ReturnedAsync(form, returning, isOver, stop));
            return TwimlAnswer.Of(reply.Returned(returning));
        }

        // Taken only where it is owed: the pool makes another for each that is taken, and that is slow.
        var (ready, isLacking) = ((ReadyReceipt?)null, false);
        var kept = await messages.ReceivedAsync(form, () => !(isLacking = isFlooded || (ready ??= pool.TryTake()) is null), isOver, stop);
        if (kept.OwesReceipt && (ready ??= pool.TryTake()) is { } receipt)
            return TwimlAnswer.Of(reply.Receipt(await receipts.GiveAsync(receipt, kept.Tip, Channel.Text, Language.English, stop)));
        if (ready is not null)
            pool.PutBack(ready);
        return kept.OwesReceipt || isLacking ? TwimlAnswer.Of(reply.Received()) : TwimlAnswer.Nothing;
    }
}
