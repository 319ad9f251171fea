using Hotline.Contracts;
using Hotline.Intake.Limits;
using Hotline.Platform.Twilio;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Intake.Calls;

/// <summary>A call's state changed.</summary>
public sealed class NoteCallStatus(CallLog calls, FloodDetector floods)
{
    /// <summary>Serves the status callback of a number (https://www.twilio.com/docs/voice/api/call-resource#statuscallback).</summary>
    [Function(nameof(NoteCallStatus))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = WebhookRoutes.Status)] HttpRequest request, CancellationToken stop)
    {
        var webhook = CallEvent.Of(request.Twilio());
        var status = webhook.Status ?? throw new TwilioFormException("The form lacks CallStatus.");
        if (status is not ("queued" or "initiated" or "ringing" or "in-progress" or "answered" or "completed"
            or "busy" or "no-answer" or "failed" or "canceled"))
            throw new TwilioFormException("CallStatus is none that Twilio documents.");
        var isOver = CallLog.IsLast(status) && await floods.IsOverAsync(webhook.From, stop);
        await calls.ChangedAsync(webhook, status, stop, isOverLimit: isOver);
        return TwimlAnswer.Nothing;
    }
}
