using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Twilio.TwiML;

namespace Plain;

public sealed class TakeTranscript(ServiceBusSender tips)
{
    [Function(nameof(TakeTranscript))]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "transcript")] HttpRequest request, CancellationToken stop)
    {
        var form = await request.ReadFormAsync(stop);
        var transcript = new
        {
            call = form["CallSid"].ToString(), recording = form["RecordingSid"].ToString(),
            status = form["TranscriptionStatus"].ToString(), text = form["TranscriptionText"].ToString(),
        };
        await tips.SendMessageAsync(
            new ServiceBusMessage(BinaryData.FromObjectAsJson(transcript))
            {
                MessageId = transcript.recording, ContentType = "application/json",
            }, stop);
        return new VoiceResponse().ToAnswer();
    }
}
