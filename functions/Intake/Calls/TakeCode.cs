using Hotline.Contracts;
using Hotline.Intake.Lines;
using Hotline.Intake.Receipts;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Hotline.Platform.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Twilio.TwiML;

namespace Hotline.Intake.Calls;

/// <summary>
/// A caller gave the digits of an earlier report's receipt. Right: what waits for an answer is read out. Wrong three times, or not to be
/// looked up: the caller is heard all the same, in a report of its own.
/// </summary>
public sealed partial class TakeCode(
    ReceiptReader receipts, CallLog calls, CallDialogue dialogue, Languages languages, CallerPatience patience, ILogger<TakeCode> log)
{
    private const int MaxTries = 3;

    /// <summary>Serves the <c>Gather</c> of the digits (https://www.twilio.com/docs/voice/twiml/gather#action).</summary>
    [Function(nameof(TakeCode))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = WebhookRoutes.Code)] HttpRequest request, CancellationToken stop)
    {
        var webhook = CallEvent.Of(request.Twilio());
        var step = CallStep.Of(request, languages);
        // Withheld numbers are many people's: each of their calls counts for itself, and all of them for the line.
        var from = Sender.IsOnePhone(webhook.From) ? webhook.From : webhook.Call.Value;
        using var wait = patience.Within(stop);
        try
        {
            var opening = await receipts.OpenAsync(webhook.Digits, from, webhook.Line ?? "", wait.Token);
            if (opening.Outcome == OpeningOutcome.Found)
                await RememberAsync(webhook, After(step, opening), wait.Token, stop);
            return TwimlAnswer.Of(Answer(step, opening));
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            LogNotLookedUp(webhook.Call, e.GetType().Name);
            return TwimlAnswer.Of(dialogue.CodeAway(step));
        }
    }

    private CallStep After(CallStep step, ReceiptOpening opening) => step.In(languages.Of(opening.Language)) with { Earlier = opening.Tip };

    // The call's URLs say it as well: this is for the case that no webhook tells of the recording.
    private async Task RememberAsync(CallEvent webhook, CallStep step, CancellationToken wait, CancellationToken stop)
    {
        try
        {
            await calls.ReturnedAsync(webhook, step, wait);
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            LogNotStored(webhook.Call, e.GetType().Name);
        }
    }

    private VoiceResponse Answer(CallStep step, ReceiptOpening opening) => opening.Outcome switch
    {
        OpeningOutcome.Found => dialogue.Earlier(After(step, opening), opening.Waiting),
        OpeningOutcome.Limited or OpeningOutcome.Damaged => dialogue.CodeAway(step),
        _ when step.Tries + 1 < MaxTries => dialogue.AskCodeAgain(step with { Tries = step.Tries + 1 }),
        _ => dialogue.CodeWrong(step),
    };

    [LoggerMessage(406, LogLevel.Warning, "A receipt given in call {CallSid} can't be looked up now: {Failure}")]
    private partial void LogNotLookedUp(CallSid callSid, string failure);

    [LoggerMessage(407, LogLevel.Warning, "That call {CallSid} adds to an earlier report is not yet stored: {Failure}")]
    private partial void LogNotStored(CallSid callSid, string failure);
}
