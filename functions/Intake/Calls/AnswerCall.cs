using Hotline.Contracts;
using Hotline.Intake.Limits;
using Hotline.Intake.Lines;
using Hotline.Intake.Receipts;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Hotline.Platform.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Calls;

/// <summary>
/// A call begins: one transaction, no read, and the greeting. Whether or not storage answers, the caller is heard. On a flooded line the
/// greeting alone: the others need the storage, and the later steps bring what this one did not store.
/// </summary>
public sealed partial class AnswerCall(
    CallLog calls, CallDialogue dialogue, Languages languages, FloodDetector floods, IOptions<LinesOptions> lines, CallerPatience patience,
    ReceiptPool receipts, ILogger<AnswerCall> log)
{
    /// <summary>Serves the voice URL of a number (https://www.twilio.com/docs/voice/twiml#request-parameters).</summary>
    [Function(nameof(AnswerCall))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = WebhookRoutes.Answer)] HttpRequest request, CancellationToken stop)
    {
        var webhook = CallEvent.Of(request.Twilio());
        var step = new CallStep(languages.First, lines.Value.TranscriptOf(webhook.Line)).In(languages.First);
        using var wait = patience.Within(stop);
        try
        {
            if (!await floods.FloodsAsync(webhook.Line ?? "", wait.Token))
            {
                receipts.Expect();
                await calls.AnsweredAsync(webhook, step, wait.Token);
            }
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            // The later steps and reconciliation bring what this one could not store.
            LogNotStored(webhook.Call, e.GetType().Name);
        }

        return TwimlAnswer.Of(dialogue.Greeting(step));
    }

    [LoggerMessage(401, LogLevel.Warning, "Call {CallSid} is answered and not yet stored: {Failure}")]
    private partial void LogNotStored(CallSid callSid, string failure);
}
