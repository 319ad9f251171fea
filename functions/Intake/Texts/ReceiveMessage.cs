using Hotline.Contracts;
using Hotline.Intake.Limits;
using Hotline.Intake.Lines;
using Hotline.Intake.Receipts;
using Hotline.Platform.Twilio;
using Hotline.Platform.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Texts;

/// <summary>A text came. What can't be stored is answered by 503, so that Twilio sends it again.</summary>
public sealed class ReceiveMessage(
    MessageLog messages, ReceiptsInTexts returns, ReceiptPool pool, ReceiptDesk receipts, TextReply reply, FloodDetector floods,
    IOptions<LinesOptions> lines, Languages languages, CallerPatience patience)
{
    /// <summary>Serves the messaging URL of a number (https://www.twilio.com/docs/messaging/guides/webhook-request).</summary>
    [Function(nameof(ReceiveMessage))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = WebhookRoutes.Message)] HttpRequest request, CancellationToken stopping)
    {
        using var wait = patience.Within(stopping);
        var stop = wait.Token;
        var came = IncomingText.Of(request.Twilio());
        var isFlooded = await floods.FloodsAsync(came.Line ?? "", stop);
        var isOver = await floods.IsOverAsync(came.From, stop);
        var text = new ReadText(came, await returns.FindAsync(came, stop)) { IsOverLimit = isOver };
        var consent = lines.Value.Of(came.Line).AnswersConsent ? text.Word?.Effect : null;
        if (text.Codes.IsReturning)
        {
            await (text.Codes.IsAll ? messages.AskedAsync(came, stop) : messages.ReceivedAsync(text, static () => ValueTask.FromResult(false), stop));
            return TwimlAnswer.Of(reply.Returned(text.Codes));
        }

        // Taken only where it is owed, which takes time where none is ready.
        var (ready, isLacking, hasAsked) = ((ReadyReceipt?)null, false, false);
        try
        {
            // Where we answer the word itself, the next text is answered with the receipt.
            var kept = await messages.ReceivedAsync(text, HasReceiptAsync, stop);
            if (consent is not null)
                return TwimlAnswer.Of(reply.Consent(consent));
            if (kept is { OwesReceipt: true, Tip: { } tip } && await ReceiptAsync() is { } receipt)
            {
                // Its row may be stored although the answer is lost: nobody else gets it.
                ready = null;
                return TwimlAnswer.Of(reply.Receipt(await receipts.GiveAsync(receipt, tip, Channel.Text, languages.First.Code, stop)));
            }

            return kept.OwesReceipt || isLacking ? TwimlAnswer.Of(reply.Received()) : TwimlAnswer.Nothing;
        }
        finally
        {
            if (ready is not null)
                pool.PutBack(ready);
        }

        async ValueTask<bool> HasReceiptAsync()
        {
            if (consent is not null || !text.MayHaveReceipt)
                return false;
            isLacking = isFlooded || await ReceiptAsync() is null;
            return !isLacking;
        }

        async ValueTask<ReadyReceipt?> ReceiptAsync()
        {
            if (hasAsked)
                return ready;
            hasAsked = true;
            return ready = await pool.TakeAsync(receipts.Patience, stop);
        }
    }
}
