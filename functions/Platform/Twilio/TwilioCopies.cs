using System.Net;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Rest.Api.V2010.Account.Message;
using Transcriptions = Twilio.Rest.Api.V2010.Account.Recording.TranscriptionResource;

namespace Hotline.Platform.Twilio;

/// <summary>
/// What Twilio keeps of what was reported: deletes and redacts it. What is gone already counts as done. The SDK takes no token; its
/// requests end by the client's own time-out.
/// </summary>
public sealed class TwilioCopies(ITwilioRestClient rest)
{
    /// <summary>
    /// Whether a message's status is its last (https://www.twilio.com/docs/messaging/api/message-resource#message-status-values).
    /// </summary>
    public static bool IsFinal(string status) =>
        status is "received" or "delivered" or "undelivered" or "failed" or "canceled" or "read" or "partially_delivered";

    /// <summary>Deletes a recording, its transcriptions first: their list hangs on it.</summary>
    /// <exception cref="ApiException">Twilio refuses; what was deleted until then stays deleted.</exception>
    /// <exception cref="ApiConnectionException">Twilio can't be reached.</exception>
    public async Task DeleteRecordingAsync(string account, string recording, CancellationToken stop)
    {
        await UnlessGoneAsync(async () =>
        {
            foreach (var transcription in await Transcriptions.ReadAsync(recording, account, client: rest))
                await UnlessGoneAsync(() => Transcriptions.DeleteAsync(recording, transcription.Sid, account, rest), stop);
        }, stop);
        await UnlessGoneAsync(() => RecordingResource.DeleteAsync(recording, account, rest), stop);
    }

    /// <summary>Deletes a message's media item.</summary>
    /// <inheritdoc cref="DeleteRecordingAsync" path="/exception"/>
    public Task DeleteMediaAsync(string account, string message, string media, CancellationToken stop) =>
        UnlessGoneAsync(() => MediaResource.DeleteAsync(message, media, account, rest), stop);

    /// <summary>Takes the words out of a message, once its status is final.</summary>
    /// <param name="account">The account that holds it; null for our own.</param>
    /// <param name="message">The message's sid.</param>
    /// <param name="sentIsFinal">Whether "sent" counts as final: word of the delivery was waited for long enough.</param>
    /// <returns>False when it is still under way.</returns>
    /// <inheritdoc cref="DeleteRecordingAsync" path="/exception"/>
    public async Task<bool> TryRedactAsync(string? account, string message, bool sentIsFinal, CancellationToken stop)
    {
        var done = true;
        await UnlessGoneAsync(async () =>
        {
            var found = await MessageResource.FetchAsync(message, account, rest);
            var status = found.Status?.ToString() ?? "";
            done = IsFinal(status) || (sentIsFinal && status == "sent");
            if (done && found.Body is { Length: > 0 })
                await MessageResource.UpdateAsync(message, account, body: "", client: rest);
        }, stop);
        return done;
    }

    /// <summary>Deletes a call's entry in the log.</summary>
    /// <inheritdoc cref="DeleteRecordingAsync" path="/exception"/>
    public Task DeleteCallAsync(string? account, string call, CancellationToken stop) =>
        UnlessGoneAsync(() => CallResource.DeleteAsync(call, account, rest), stop);

    private static async Task UnlessGoneAsync(Func<Task> act, CancellationToken stop)
    {
        try
        {
            await act().WaitAsync(stop);
        }
        catch (ApiException e) when (e.Status == (int)HttpStatusCode.NotFound)
        {
            // It was deleted before, by us or by hand.
        }
    }
}
