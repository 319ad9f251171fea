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
using Twilio.TwiML;

namespace Hotline.Intake.Calls;

/// <summary>
/// A recording ended, by a key, by silence, by its length or by a hang-up: it is kept in any case. Then a receipt, or word that it was
/// added to an earlier report; or, where nothing was heard, the question once more and at last a person.
/// </summary>
public sealed partial class TakeRecording(
    CallLog calls, CallDialogue dialogue, Languages languages, ReceiptDesk receipts, FloodDetector floods, IOptions<LinesOptions> lines,
    CallerPatience patience, ILogger<TakeRecording> log)
{
    private const int MaxTakes = 5;
    private const int ShorterThanAWord = 1;

    /// <summary>Serves the <c>Record</c>'s action (https://www.twilio.com/docs/voice/twiml/record#action).</summary>
    [Function(nameof(TakeRecording))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = WebhookRoutes.Recorded)] HttpRequest request, CancellationToken stop)
    {
        var webhook = CallEvent.Of(request.Twilio());
        var step = CallStep.Of(request, languages);
        var hungUp = webhook.Digits == "hangup" || webhook.Status == "completed";
        using var wait = patience.Within(stop);
        var kept = false;
        try
        {
            if (webhook.Recording is not null)
                await calls.RecordedAsync(webhook, step, "recorded", wait.Token);
            kept = true;
        }
        catch (Exception e) when (!hungUp && Transient.Is(e, stop))
        {
            // The recording lies at Twilio; its callback is tried again, and reconciliation looks for it.
            LogNotStored(webhook.Call, e.GetType().Name);
        }

        return hungUp ? TwimlAnswer.Nothing : TwimlAnswer.Of(await AnswerAsync(webhook, step, kept, wait.Token, stop));
    }

    private async Task<VoiceResponse> AnswerAsync(
        CallEvent webhook, CallStep step, bool kept, CancellationToken wait, CancellationToken stop)
    {
        var seconds = webhook.Recording is null ? 0 : webhook.RecordingSeconds ?? 0;
        var noKey = webhook.Digits is null;
        // A key ends the recording at once: what is shorter than a report's first word holds none, and there may be no recording at all.
        // An answer may be one word.
        var isSilent = noKey ? seconds <= CallDialogue.Silence + 1 : seconds <= (step.Earlier is null ? ShorterThanAWord : 0);
        if (isSilent && (step.Take == 1 || step.Asked))
            return step.Asked ? CallDialogue.HumanWay(step, lines.Value.Of(webhook.Line)) : dialogue.AskAgain(step);
        if (noKey && seconds >= CallDialogue.Longest(step.Transcript) - 1 && step.Take < MaxTakes)
            return dialogue.GoOn(step with { Asked = false });
        // The receipts that are ready are for the callers of lines that are not flooded.
        if (!kept || (step.Earlier is null && floods.IsFlooded(webhook.Line ?? "")))
            return CallDialogue.Thanks(step);
        if (step.Earlier is not null)
            return CallDialogue.Added(step);
        return await GiveAsync(TipId.OfCall(webhook.Call), step, wait, stop);
    }

    private async Task<VoiceResponse> GiveAsync(TipId tip, CallStep step, CancellationToken wait, CancellationToken stop)
    {
        try
        {
            return await receipts.GiveAsync(tip, Channel.Phone, step.Language.Code, wait) is { } code
                ? CallDialogue.Receipt(step, code)
                : dialogue.Wait(step);
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            LogNoReceipt(tip.Value, e.GetType().Name);
            return CallDialogue.Thanks(step);
        }
    }

    [LoggerMessage(403, LogLevel.Warning, "A recording of call {CallSid} is not yet stored: {Failure}")]
    private partial void LogNotStored(CallSid callSid, string failure);

    [LoggerMessage(404, LogLevel.Warning, "No receipt for tip {Tip}: {Failure}")]
    private partial void LogNoReceipt(string tip, string failure);
}
