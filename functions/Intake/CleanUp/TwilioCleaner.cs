using System.Net;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Microsoft.Extensions.Options;
using Twilio.Exceptions;

namespace Hotline.Intake.CleanUp;

/// <summary>
/// Removes what lies at Twilio of a source, once Review has said that it opened the part (<see cref="PartAccepted"/>), and the words
/// of our own texts. Never before: a wrong key must not leave us with rubbish here and nothing there.
/// </summary>
public sealed class TwilioCleaner(
    CleanUpEvidence evidence, CleanUpMessage message, CleanUpCall call, IOptions<RetryOptions> retry) : IJobHandler<CleanUpAtTwilio>
{
    // https://www.twilio.com/docs/api/errors/20009
    private const int NotComplete = 20009;

    /// <summary>What it waits for takes a day before an outage counts.</summary>
    public TimeSpan? Patience => retry.Value.GiveUpAfter
        + TimeSpan.FromTicks(Math.Max(retry.Value.TranscriptAfter.Ticks, retry.Value.DeliveryAfter.Ticks));

    /// <summary>Carries the order out; a second time it changes nothing.</summary>
    /// <exception cref="RefusedException">It names nothing that can be cleaned up, or Twilio will never do it.</exception>
    /// <exception cref="NotYetException">It is too early.</exception>
    public async Task HandleAsync(CleanUpAtTwilio order, CancellationToken stop)
    {
        try
        {
            await ((order.Evidence.Length < 2 ? "" : order.Evidence[..2]) switch
            {
                "RE" or "ME" => evidence.RunAsync(order, stop),
                "SM" or "MM" => message.RunAsync(order, stop),
                "CA" => call.RunAsync(order, stop),
                _ => throw new RefusedException("The order names nothing that lies at Twilio."),
            });
        }
        catch (ApiException e) when (e.Code == NotComplete)
        {
            throw new NotYetException("Twilio is not done with it.");
        }
        catch (ApiException e) when (e.Status == (int)HttpStatusCode.BadRequest)
        {
            throw new RefusedException($"Twilio refuses to remove it (error {e.Code}).", e);
        }
        catch (ApiException e) when (!Transient.Is(e, stop))
        {
            // A missing right or a revoked key is mended by people, not by giving up.
            throw new NotYetException($"Twilio answered {e.Status}.");
        }
    }
}
