using Hotline.Contracts;
using Hotline.Platform.Twilio;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Intake.Texts;

/// <summary>How far a text got that Review sent to a reporter; its query names the tip and the part whose question it brought.</summary>
public sealed class NoteDelivery(MessageLog messages)
{
    private const int MaxPart = 200;

    /// <summary>
    /// Serves the status callback of such a text (https://www.twilio.com/docs/messaging/guides/track-outbound-message-status).
    /// </summary>
    [Function(nameof(NoteDelivery))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = WebhookRoutes.Delivered)] HttpRequest request,
        CancellationToken stop)
    {
        if (TipId.Parse(request.Query["tip"]) is not { } tip
            || request.Query["question"].ToString() is not { Length: > 0 and <= MaxPart } question)
            throw new TwilioFormException("The query names no tip and question.");
        await messages.DeliveredAsync(TextStatus.Of(request.Twilio()), tip, question, stop);
        return TwimlAnswer.Nothing;
    }
}
