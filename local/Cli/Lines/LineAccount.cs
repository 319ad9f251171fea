using System.Net;
using Hotline.Local.Line;
using Hotline.Local.Loopback;
using Hotline.Local.Twilio.Webhooks;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Http;
using HttpClient = System.Net.Http.HttpClient;

namespace Hotline.Local.Cli.Lines;

/// <summary>The Twilio account whose numbers are looked at.</summary>
/// <param name="Sid">The account, <c>AC…</c>.</param>
/// <param name="KeySid">An API key, <c>SK…</c>, that may read and change numbers and read messaging services.</param>
/// <param name="KeySecret">Its secret.</param>
/// <param name="AuthToken">The auth token, without which a TwiML Bin shows nothing; null: not at hand.</param>
/// <param name="Simulator">The simulator; null: Twilio itself.</param>
internal sealed record LineAccount(string Sid, string KeySid, string KeySecret, string? AuthToken, Uri? Simulator) : IDisposable
{
    private const int MaxTwiml = 64 * 1024;

    private readonly HttpClient web = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(15),
        MaxResponseContentBufferSize = MaxTwiml,
    };

    private readonly HttpClient api = new(new ToSimulator(Simulator)) { Timeout = TimeSpan.FromSeconds(30) };

    public ITwilioRestClient Rest => new TwilioRestClient(KeySid, KeySecret, Sid, httpClient: new SystemNetHttpClient(api));

    /// <summary>The account that the usual environment variables name; else the running line's simulator.</summary>
    /// <exception cref="CommandException">Neither is there.</exception>
    public static LineAccount Find(IReadOnlyDictionary<string, string> environment, Func<RunningLine> running)
    {
        if (Of("TWILIO_ACCOUNT_SID") is { } sid)
            return Of("TWILIO_API_KEY") is { } key && Of("TWILIO_API_KEY_SECRET") is { } secret
                ? new LineAccount(sid, key, secret, Of("TWILIO_AUTH_TOKEN"), null)
                : throw new CommandException(
                    "Set TWILIO_API_KEY and TWILIO_API_KEY_SECRET too: an API key of the account that TWILIO_ACCOUNT_SID names.");
        return running().Twilio is { } simulator
            ? new LineAccount(LineSettings.AccountSid, LineSettings.IntakeKeySid, LineSettings.ApiKeys[LineSettings.IntakeKeySid],
                LineSettings.AuthToken, simulator)
            : throw new CommandException(
                "The line here runs with a real account: set TWILIO_ACCOUNT_SID, TWILIO_API_KEY and TWILIO_API_KEY_SECRET.");

        string? Of(string name) => environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
    }

    /// <summary>Asks the API.</summary>
    /// <exception cref="CommandException">It refuses, or can't be reached.</exception>
    public async Task<T> AskAsync<T>(Func<ITwilioRestClient, Task<T>> question)
    {
        try
        {
            return await question(Rest);
        }
        catch (ApiException e) when (e.Status is 401 or 403)
        {
            throw new CommandException(
                $"Twilio does not take the API key (status {e.Status}, error {e.Code}): is its secret right, and may it read and change phone numbers?");
        }
        catch (ApiException e)
        {
            throw new CommandException(
                $"Twilio refuses with status {e.Status} and error {e.Code} (https://www.twilio.com/docs/api/errors/{e.Code}).");
        }
        catch (Exception e) when (e is ApiConnectionException or HttpRequestException or TaskCanceledException)
        {
            throw new CommandException("Twilio's API can't be reached from here.");
        }
    }

    /// <summary>
    /// Fetches a document as Twilio would: a TwiML Bin shows itself to signed requests alone (https://help.twilio.com/articles/223132187).
    /// </summary>
    /// <param name="url">Where it is.</param>
    /// <returns>What answered, or why nothing did.</returns>
    public async Task<(string? Document, string? Failure)> FetchAsync(Uri url, CancellationToken stop)
    {
        var address = new UriBuilder(url) { Fragment = "" };
        address.Query = $"{(url.Query.Length > 1 ? $"{url.Query[1..]}&" : "")}AccountSid={Sid}";
        using var request = new HttpRequestMessage(System.Net.Http.HttpMethod.Get, address.Uri);
        if (AuthToken is not null)
            request.Headers.Add("X-Twilio-Signature", RequestSignature.Of(address.Uri.AbsoluteUri, [], AuthToken));
        try
        {
            using var answer = await web.SendAsync(request, stop);
            return answer.StatusCode == HttpStatusCode.OK
                ? (await answer.Content.ReadAsStringAsync(stop), null)
                : (null, $"status {(int)answer.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !stop.IsCancellationRequested))
        {
            return (null, e is HttpRequestException ? "no connection, or no document" : "no answer in 15 s");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        web.Dispose();
        api.Dispose();
    }

    // The SDK has no setting for another address than api.twilio.com and messaging.twilio.com.
    private sealed class ToSimulator(Uri? simulator) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (simulator is not null)
                request.RequestUri = new Uri(simulator, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
