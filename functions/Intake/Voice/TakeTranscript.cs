using Hotline.Twilio;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Intake.Voice;

/// <summary>Twilio's own transcript of a recording, or word that there is none.</summary>
public sealed class TakeTranscript(CallLog calls)
{
    /// <summary>Serves the <c>transcribeCallback</c> (https://www.twilio.com/docs/voice/twiml/record#transcribecallback).</summary>
    [Function(nameof(TakeTranscript))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = WebhookRoutes.Transcript)] HttpRequest request, CancellationToken stop)
    {
        await calls.TranscribedAsync(request.Twilio(), CallStep.Of(request), stop);
        return TwimlAnswer.Nothing;
    }
}
