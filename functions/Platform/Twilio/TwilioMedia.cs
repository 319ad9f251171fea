using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hotline.Contracts;
using Microsoft.Extensions.Options;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Rest.Api.V2010.Account.Message;

namespace Hotline.Platform.Twilio;

/// <summary>
/// Fetches recordings and media from Twilio (https://www.twilio.com/docs/voice/api/recording#fetch-a-recording-media-file).
/// </summary>
public sealed class TwilioMedia(HttpClient http, ITwilioRestClient rest, IOptions<TwilioOptions> options)
{
    private readonly AuthenticationHeaderValue key = new(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Value.ApiKeySid}:{options.Value.ApiKeySecret}")));

    /// <summary>Opens a recording as the WAV that was recorded.</summary>
    /// <exception cref="NotYetException">Twilio is still writing it, or refuses it for now.</exception>
    /// <exception cref="GoneException">Twilio has it no more.</exception>
    /// <exception cref="HttpRequestException">Twilio can't be reached.</exception>
    public Task<HttpResponseMessage> OpenRecordingAsync(string account, string recording, CancellationToken stop) => OpenAsync(
        $"2010-04-01/Accounts/{account}/Recordings/{recording}.wav",
        () => RecordingResource.FetchAsync(recording, account, client: rest), stop);

    /// <summary>Opens a message's media item.</summary>
    /// <inheritdoc cref="OpenRecordingAsync" path="/exception"/>
    public Task<HttpResponseMessage> OpenMediaAsync(string account, string message, string media, CancellationToken stop) => OpenAsync(
        $"2010-04-01/Accounts/{account}/Messages/{message}/Media/{media}",
        () => MediaResource.FetchAsync(message, media, account, rest), stop);

    // The key goes to the API alone: the handler drops it when the media redirect to storage.
    private async Task<HttpResponseMessage> OpenAsync(string path, Func<Task> fetchResource, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(options.Value.ApiUrl, path));
        request.Headers.Authorization = key;
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        if (response.StatusCode == HttpStatusCode.OK)
            return response;
        var status = response.StatusCode;
        response.Dispose();
        if (status is not (HttpStatusCode.NotFound or HttpStatusCode.Gone))
            throw new NotYetException($"Twilio answered {(int)status}."); // A key, a right, an outage: never the recording itself.
        await ThrowNotFoundAsync(fetchResource);
        throw new NotYetException("Twilio has not written the media yet.");
    }

    // 404 means "not yet" and "no more": the resource beside the media tells which.
    private static async Task ThrowNotFoundAsync(Func<Task> fetchResource)
    {
        try
        {
            await fetchResource();
        }
        catch (ApiException e) when (e.Status == (int)HttpStatusCode.NotFound)
        {
            throw new GoneException("Twilio has this recording or media item no more.");
        }
    }
}

/// <summary>What was to be fetched is no longer there, and will not come back.</summary>
public sealed class GoneException(string reason) : Exception(reason);
