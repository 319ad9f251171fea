using Hotline.Contracts;
using Hotline.Intake.Lines;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Hotline.Platform.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Hotline.Intake.Calls;

/// <summary>A key was pressed in the greeting: a language's, or 3 to add to an earlier report; any other is neither.</summary>
public sealed partial class ChooseLanguage(
    CallLog calls, CallDialogue dialogue, Languages languages, CallerPatience patience, ILogger<ChooseLanguage> log)
{
    /// <summary>Serves the greeting's <c>Gather</c> (https://www.twilio.com/docs/voice/twiml/gather#action).</summary>
    [Function(nameof(ChooseLanguage))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = WebhookRoutes.Menu)] HttpRequest request, CancellationToken stop)
    {
        var webhook = CallEvent.Of(request.Twilio());
        var step = CallStep.Of(request, languages);
        if (languages.OfKey(webhook.Digits) is { } chosen)
            step = step.In(chosen);
        using var wait = patience.Within(stop);
        try
        {
            await calls.ChoseAsync(webhook, step, wait.Token);
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            LogNotStored(webhook.Call, e.GetType().Name);
        }

        return TwimlAnswer.Of(webhook.Digits == "3" ? dialogue.AskCode(step) : dialogue.Report(step));
    }

    [LoggerMessage(402, LogLevel.Warning, "The language of call {CallSid} is not yet stored: {Failure}")]
    private partial void LogNotStored(CallSid callSid, string failure);
}
