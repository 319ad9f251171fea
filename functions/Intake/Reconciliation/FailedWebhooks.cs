using System.Globalization;
using Hotline.Contracts;
using Hotline.Intake.Calls;
using Hotline.Platform.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Twilio.Rest.Api.V2010.Account.Call;

namespace Hotline.Intake.Reconciliation;

/// <summary>A webhook of a call that failed.</summary>
/// <param name="Route">Of <see cref="WebhookRoutes"/>.</param>
/// <param name="Step">Where the call stood, as the webhook's URL says it.</param>
/// <param name="Error">Twilio's error (https://www.twilio.com/docs/api/errors); null where it can't be read.</param>
public sealed record CallFault(string Route, CallStep Step, int? Error);

/// <summary>
/// The webhooks of a call that failed, as Twilio notes them on the call
/// (https://www.twilio.com/docs/voice/api/call-notification-resource): by them is it known who recorded what, in which language, and to
/// which earlier report it adds.
/// </summary>
public sealed class FailedWebhooks(IReadOnlyList<CallFault> faults)
{
    private static readonly string[] BeforeRecording = [WebhookRoutes.Answer, WebhookRoutes.Menu, WebhookRoutes.Code];
    private static readonly string[] AfterRecording = [WebhookRoutes.Recorded, WebhookRoutes.Receipt];

    /// <summary>The step after a recording that could not be answered; null where each was, or none was reached.</summary>
    public CallFault? Later { get; } = faults.Where(fault => AfterRecording.Contains(fault.Route)).MaxBy(fault => fault.Step.Take);

    /// <summary>The step before any recording that could not be answered, so that the fallback took over; null where each was.</summary>
    public CallFault? Earlier { get; } = faults.FirstOrDefault(fault => BeforeRecording.Contains(fault.Route));

    /// <summary>How many of the call's recordings are the line's own; whatever comes after is the fallback's.</summary>
    public int OwnRecordings => Earlier is not null ? 0 : Later?.Step.Take ?? int.MaxValue;

    /// <summary>The error of the first of these webhooks that failed; null where none did, or Twilio does not tell.</summary>
    public int? ErrorOf(params IEnumerable<string> routes) => faults.FirstOrDefault(fault => routes.Contains(fault.Route))?.Error;

    /// <summary>Reads Twilio's notes.</summary>
    /// <param name="notes">Of one call.</param>
    /// <param name="origin">The line's own origin; what failed elsewhere is not ours.</param>
    /// <param name="languages">The line's.</param>
    public static FailedWebhooks Of(IEnumerable<NotificationResource> notes, Uri origin, Languages languages) => new(
        [
            .. from note in notes
               where note.RequestUrl is { IsAbsoluteUri: true } url && url.Authority == origin.Authority
               select new CallFault(
                   note.RequestUrl.AbsolutePath.Trim('/'),
                   CallStep.Of(new QueryCollection(QueryHelpers.ParseQuery(note.RequestUrl.Query)), languages),
                   int.TryParse(note.ErrorCode, NumberStyles.None, CultureInfo.InvariantCulture, out var error) ? error : null),
        ]);
}
