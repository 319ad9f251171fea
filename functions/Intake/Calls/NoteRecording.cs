using Hotline.Contracts;
using Hotline.Platform.Twilio;
using Hotline.Platform.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Intake.Calls;

/// <summary>A recording's state: the reliable signal that there is one, after a hang-up too.</summary>
public sealed class NoteRecording(CallLog calls, Languages languages)
{
    /// <summary>
    /// Serves the <c>recordingStatusCallback</c> (https://www.twilio.com/docs/voice/twiml/record#recordingstatuscallback).
    /// </summary>
    [Function(nameof(NoteRecording))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = WebhookRoutes.Recording)] HttpRequest request, CancellationToken stop)
    {
        var webhook = CallEvent.Of(request.Twilio());
        var step = CallStep.Of(request, languages);
        switch (webhook.RecordingStatus)
        {
            case "completed":
                await calls.RecordedAsync(webhook, step, "recording", stop);
                break;
            case ("absent" or "failed") and var status:
                await calls.MissedRecordingAsync(webhook, step, status, stop);
                break;
        }

        return TwimlAnswer.Nothing;
    }
}
