using Hotline.Contracts;
using Hotline.Platform.Twilio;
using Hotline.Platform.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Intake.Transcripts;

/// <summary>Twilio's own transcript of a recording, or word that there is none.</summary>
public sealed class TakeTranscript(TwilioTranscripts transcripts, Languages languages)
{
    /// <summary>Serves the <c>transcribeCallback</c> (https://www.twilio.com/docs/voice/twiml/record#transcribecallback).</summary>
    [Function(nameof(TakeTranscript))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = WebhookRoutes.Transcript)] HttpRequest request, CancellationToken stop)
    {
        await transcripts.KeepAsync(TwilioTranscript.Of(request.Twilio()), languages.Of(request.Query["language"]).Code, stop);
        return TwimlAnswer.Nothing;
    }
}
