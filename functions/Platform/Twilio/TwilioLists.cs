using System.Net;
using Twilio.Base;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Rest.Api.V2010.Account.Message;
using Twilio.Types;
using Notes = Twilio.Rest.Api.V2010.Account.Call.NotificationResource;
using Transcriptions = Twilio.Rest.Api.V2010.Account.Recording.TranscriptionResource;

namespace Hotline.Platform.Twilio;

/// <summary>
/// What the account has, by Twilio's lists, page after page (https://www.twilio.com/docs/usage/twilios-response#pagination). Times are
/// whole seconds in UTC, both ends included.
/// </summary>
public sealed class TwilioLists(ITwilioRestClient rest)
{
    private const int PageSize = 100;

    /// <summary>A time of the SDK's, which are UTC whatever they say.</summary>
    public static DateTimeOffset? Utc(DateTime? at) => at switch
    {
        null => null,
        { Kind: DateTimeKind.Local } local => new DateTimeOffset(local).ToUniversalTime(),
        { } utc => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
    };

    /// <summary>The account's numbers.</summary>
    /// <exception cref="ApiException">Twilio refuses, 429 among it.</exception>
    /// <exception cref="ApiConnectionException">Twilio can't be reached.</exception>
    public Task<IReadOnlyList<IncomingPhoneNumberResource>> NumbersAsync(CancellationToken stop) =>
        AllAsync(() => IncomingPhoneNumberResource.ReadAsync(pageSize: PageSize, client: rest), stop);

    /// <summary>The calls to a number that began in a span of time.</summary>
    /// <inheritdoc cref="NumbersAsync" path="/exception"/>
    public Task<IReadOnlyList<CallResource>> CallsAsync(string number, DateTimeOffset from, DateTimeOffset to, CancellationToken stop) =>
        AllAsync(
            () => CallResource.ReadAsync(
                to: new PhoneNumber(number), startTimeAfter: from.UtcDateTime, startTimeBefore: to.UtcDateTime,
                pageSize: PageSize, client: rest),
            stop);

    /// <summary>A call; null when the account has it no more.</summary>
    /// <inheritdoc cref="NumbersAsync" path="/exception"/>
    public async Task<CallResource?> CallAsync(string call, CancellationToken stop)
    {
        try
        {
            return await CallResource.FetchAsync(call, client: rest).WaitAsync(stop);
        }
        catch (ApiException e) when (e.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>What went wrong with a call, as its debugger shows it.</summary>
    /// <inheritdoc cref="NumbersAsync" path="/exception"/>
    public Task<IReadOnlyList<Notes>> NotesAsync(string call, CancellationToken stop) =>
        AllAsync(() => Notes.ReadAsync(call, pageSize: PageSize, client: rest), stop);

    /// <summary>The messages to a number in a span of time.</summary>
    /// <inheritdoc cref="NumbersAsync" path="/exception"/>
    public Task<IReadOnlyList<MessageResource>> MessagesToAsync(
        string number, DateTimeOffset from, DateTimeOffset to, CancellationToken stop) =>
        AllAsync(
            () => MessageResource.ReadAsync(
                to: new PhoneNumber(number), dateSentAfter: from.UtcDateTime, dateSentBefore: to.UtcDateTime,
                pageSize: PageSize, client: rest),
            stop);

    /// <summary>The messages that a number sent in a span of time.</summary>
    /// <inheritdoc cref="NumbersAsync" path="/exception"/>
    public Task<IReadOnlyList<MessageResource>> MessagesFromAsync(
        string number, DateTimeOffset from, DateTimeOffset to, CancellationToken stop) =>
        AllAsync(
            () => MessageResource.ReadAsync(
                from: new PhoneNumber(number), dateSentAfter: from.UtcDateTime, dateSentBefore: to.UtcDateTime,
                pageSize: PageSize, client: rest),
            stop);

    /// <summary>A message's media items; none when Twilio has the message no more.</summary>
    /// <param name="message">The message's sid.</param>
    /// <param name="account">The account that holds it; null for our own.</param>
    /// <inheritdoc cref="NumbersAsync" path="/exception"/>
    public async Task<IReadOnlyList<MediaResource>> MediaAsync(string message, CancellationToken stop, string? account = null)
    {
        try
        {
            return await AllAsync(() => MediaResource.ReadAsync(message, account, pageSize: PageSize, client: rest), stop);
        }
        catch (ApiException e) when (e.Status == (int)HttpStatusCode.NotFound)
        {
            return [];
        }
    }

    /// <summary>The account's recordings that were made in a span of time.</summary>
    /// <inheritdoc cref="NumbersAsync" path="/exception"/>
    public Task<IReadOnlyList<RecordingResource>> RecordingsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken stop) =>
        AllAsync(
            () => RecordingResource.ReadAsync(
                dateCreatedAfter: from.UtcDateTime, dateCreatedBefore: to.UtcDateTime, pageSize: PageSize, client: rest),
            stop);

    /// <summary>A recording's transcriptions.</summary>
    /// <inheritdoc cref="NumbersAsync" path="/exception"/>
    public Task<IReadOnlyList<Transcriptions>> TranscriptionsAsync(string recording, CancellationToken stop) =>
        AllAsync(() => Transcriptions.ReadAsync(recording, pageSize: PageSize, client: rest), stop);

    // The SDK has no way to the further pages that does not block: it blocks no thread of the worker's functions.
    private static Task<IReadOnlyList<T>> AllAsync<T>(Func<Task<ResourceSet<T>>> first, CancellationToken stop) where T : Resource =>
        Task.Run<IReadOnlyList<T>>(async () => [.. await first()], stop).WaitAsync(stop);
}
