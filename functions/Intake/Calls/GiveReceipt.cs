using Hotline.Contracts;
using Hotline.Intake.Lines;
using Hotline.Intake.Receipts;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Hotline.Platform.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Hotline.Intake.Calls;

/// <summary>A caller waited for a receipt because none was ready: gives it now, or asks for patience some times more.</summary>
public sealed partial class GiveReceipt(
    CallDialogue dialogue, Languages languages, ReceiptDesk receipts, CallerPatience patience, ILogger<GiveReceipt> log)
{
    private const int MaxWaits = 5;

    /// <summary>Serves the redirect that <see cref="CallDialogue.Wait"/> asks for.</summary>
    [Function(nameof(GiveReceipt))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = WebhookRoutes.Receipt)] HttpRequest request, CancellationToken stop)
    {
        var tip = TipId.OfCall(request.Twilio().Call());
        var step = CallStep.Of(request, languages);
        using var wait = patience.Within(stop);
        try
        {
            if (await receipts.GiveAsync(tip, Channel.Phone, step.Language.Code, wait.Token) is { } code)
                return TwimlAnswer.Of(CallDialogue.Receipt(step, code));
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            LogNoReceipt(tip.Value, e.GetType().Name);
            return TwimlAnswer.Of(CallDialogue.Thanks(step));
        }

        return TwimlAnswer.Of(step.Waits < MaxWaits ? dialogue.Wait(step) : CallDialogue.Thanks(step));
    }

    [LoggerMessage(405, LogLevel.Warning, "No receipt for tip {Tip}: {Failure}")]
    private partial void LogNoReceipt(string tip, string failure);
}
