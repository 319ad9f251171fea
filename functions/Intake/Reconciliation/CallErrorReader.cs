using Hotline.Contracts;
using Hotline.Platform.Settings;
using Hotline.Platform.Storage;
using Hotline.Platform.Telemetry;
using Hotline.Platform.Twilio;
using Hotline.Platform.Words;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Twilio.Exceptions;

namespace Hotline.Intake.Reconciliation;

/// <summary>
/// Asks Twilio why a call's webhooks failed. It is a label on what is brought: where Twilio does not tell, that is brought without.
/// </summary>
public sealed partial class CallErrorReader(TwilioLists twilio, IOptions<HotlineOptions> hotline, Languages languages, TimeProvider time,
    ILogger<CallErrorReader> log)
{
    // For so long after the call another run may still be told.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>Asks: one request.</summary>
    /// <returns>None where the key may not read them, the call is deleted at Twilio, or Twilio fails for an hour.</returns>
    /// <exception cref="ApiException">Twilio does not answer, and may yet.</exception>
    public async Task<FailedWebhooks> ReadAsync(CallSid call, DateTimeOffset began, CancellationToken stop)
    {
        var origin = hotline.Value.PublicUrl!;
        try
        {
            return FailedWebhooks.Of(await twilio.NotesAsync(call.Value, stop), origin, languages);
        }
        catch (Exception e) when (e is ApiException or ApiConnectionException
            && (e is ApiException { Status: 401 or 403 } || !Transient.Is(e, stop)
                || (e is not ApiException { Status: 429 } && began < time.GetUtcNow() - Patience)))
        {
            LogUntold(new RedactedException(e), call);
            return FailedWebhooks.Of([], origin, languages);
        }
    }

    [LoggerMessage(427, LogLevel.Warning, "Twilio does not tell why the webhooks of {Sid} failed; it is brought without")]
    private partial void LogUntold(Exception failure, CallSid sid);
}
