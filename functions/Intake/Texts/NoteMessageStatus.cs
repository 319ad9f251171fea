using Hotline.Contracts;
using Hotline.Platform.Twilio;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Intake.Texts;

/// <summary>How far a text of ours got.</summary>
public sealed class NoteMessageStatus(MessageLog messages)
{
    /// <summary>Serves the <c>action</c> of a <c>Message</c> (https://www.twilio.com/docs/messaging/twiml/message#action).</summary>
    [Function(nameof(NoteMessageStatus))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = WebhookRoutes.Reply)] HttpRequest request, CancellationToken stop)
    {
        await messages.SentAsync(TextStatus.Of(request.Twilio()), stop);
        return TwimlAnswer.Nothing;
    }
}
