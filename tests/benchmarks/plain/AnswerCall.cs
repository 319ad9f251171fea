using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Twilio.TwiML;
using Twilio.TwiML.Voice;

namespace Plain;

public sealed class AnswerCall(TableClient metadata, IConfiguration settings)
{
    private readonly Uri publicUrl = new(settings["PUBLIC_URL"]!);

    [Function(nameof(AnswerCall))]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "voice")] HttpRequest request, CancellationToken stop)
    {
        var form = await request.ReadFormAsync(stop);
        await metadata.UpsertEntityAsync(
            new TableEntity("call", form["CallSid"].ToString())
            {
                ["line"] = form["To"].ToString(), ["number"] = form["From"].ToString(), ["status"] = form["CallStatus"].ToString(),
                ["country"] = form["FromCountry"].ToString(), ["started"] = DateTimeOffset.UtcNow,
            }, cancellationToken: stop);
        return new VoiceResponse()
            .Say(
                "This is the tip line. This call is recorded. After the tone, tell us what happened.",
                voice: Say.VoiceEnum.PollyJoanna, language: Say.LanguageEnum.EnUs)
            .Record(
                maxLength: 120, finishOnKey: "#", playBeep: true, action: new Uri(publicUrl, "api/recorded"),
                transcribe: true, transcribeCallback: new Uri(publicUrl, "api/transcript"))
            .ToAnswer();
    }
}
