using Hotline.Twilio;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Intake.Messages;

/// <summary>How far a text of ours got.</summary>
public sealed class NoteMessageStatus(MessageLog messages)
{
    /// <summary>Serves the <c>action</c> of a <c>Message</c> (https://www.twilio.com/docs/messaging/twiml/message#action).</summary>
    [Function(nameof(NoteMessageStatus))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = TextReply.StatusRoute)] HttpRequest request, CancellationToken stop)
    {
        var form = request.Twilio();
        var status = form.Needed("MessageStatus");
        if (!(TwilioCopies.IsFinal(status) || status is "accepted" or "scheduled" or "queued" or "sending" or "sent"))
            throw new TwilioFormException("MessageStatus is none that Twilio documents.");
        await messages.SentAsync(form, status, stop);
        return TwimlAnswer.Nothing;
    }
}
