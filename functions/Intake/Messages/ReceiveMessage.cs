using Hotline.Intake.Receipts;
using Hotline.Tips;
using Hotline.Twilio;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Messages;

/// <summary>A text came. What can't be stored is answered by 503, so that Twilio sends it again.</summary>
public sealed class ReceiveMessage(
    MessageLog messages, ReceiptsInTexts returns, ReceiptPool pool, ReceiptDesk receipts, TextReply reply, IOptions<LinesOptions> lines)
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

        if (await returns.FindAsync(form, stop) is { } returning)
        {
            await (returning.IsAll ? messages.AskedAsync(form, stop) : messages.ReturnedAsync(form, returning, stop));
            return TwimlAnswer.Of(reply.Returned(returning));
        }

        var ready = pool.TryTake();
        var kept = await messages.ReceivedAsync(form, ready is not null, stop);
        if (ready is null)
            return TwimlAnswer.Of(reply.Received());
        if (!kept.OwesReceipt)
        {
            pool.PutBack(ready);
            return TwimlAnswer.Nothing;
        }

        return TwimlAnswer.Of(reply.Receipt(await receipts.GiveAsync(ready, kept.Tip, Channel.Text, Language.English, stop)));
    }
}
