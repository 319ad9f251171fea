using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hotline.Local.Twilio.Account;

namespace Hotline.Local.Twilio.Webhooks;

/// <summary>Requests webhooks as Twilio does: signed, with its headers, and tried again as <see cref="ConnectionOverrides"/> say.</summary>
internal sealed class WebhookClient(SimulatorOptions options, TwilioAccount account, Misbehaviour misbehaviour) : IDisposable
{
    private const int MaxRedirects = 10;

    private readonly HttpClient http = WebhookConnection.NewClient();

    /// <summary>Where webhooks of other hosts are really sent; what is signed is their own URL. Null: where the URL says.</summary>
    public Uri? ConnectTo { get; set; }

    /// <summary>Makes a request, with its retries.</summary>
    /// <param name="kind">Of <see cref="WebhookKind"/>.</param>
    /// <param name="method"><c>GET</c> puts the form into the query.</param>
    /// <param name="url">With its connection overrides.</param>
    /// <param name="form">Twilio's fields.</param>
    /// <returns>The last answer.</returns>
    /// <exception cref="TwilioException">It can't be made: 11243 or 11100.</exception>
    public async Task<WebhookExchange> SendAsync(
        string kind, HttpMethod method, Uri url, IReadOnlyList<KeyValuePair<string, string>> form, CancellationToken stop)
    {
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https"))
            throw new TwilioException(11100, "The webhook's URL is not absolute.");
        var overrides = ConnectionOverrides.Of(url, options.TimeoutScale);
        if (misbehaviour.Delayed.TryGetValue(kind, out var delay))
            await Task.Delay(delay, account.Time, stop);
        var token = Guid.NewGuid().ToString();
        var started = TimeProvider.System.GetTimestamp();
        Answer answer;
        var tries = 0;
        do
        {
            answer = misbehaviour.Dropped.Contains(kind) ? new Answer("ct") : await TryAsync(
                method, url, form, token, overrides, Left(), stop);
            tries++;
        }
        while (overrides.AllowRetry(answer.Failure, tries, Left()));
        return new WebhookExchange(kind, url.OriginalString, form, answer.Status, answer.ContentType, answer.Body, tries)
        {
            At = account.Time.GetUtcNow(),
        };

        TimeSpan Left() => overrides.Total - TimeProvider.System.GetElapsedTime(started);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<Answer> TryAsync(
        HttpMethod method, Uri url, IReadOnlyList<KeyValuePair<string, string>> form, string token, ConnectionOverrides overrides,
        TimeSpan left, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(overrides.Reading < left ? overrides.Reading : left);
        try
        {
            for (var redirects = 0; redirects <= MaxRedirects; redirects++)
            {
                using var request = NewRequest(method, url, form);
                request.Headers.Add("I-Twilio-Idempotency-Token", token);
                request.Options.Set(WebhookConnection.Limit, overrides.Connecting);
                using var response = await http.SendAsync(request, limit.Token);
                if ((int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } elsewhere)
                    (method, url) = ((int)response.StatusCode is 307 or 308 ? method : HttpMethod.Get, new Uri(url, elsewhere));
                else
                    return await Answer.ReadAsync(response, limit.Token);
            }

            throw new TwilioException(11215, "The webhook redirects more than ten times.");
        }
        catch (HttpRequestException e)
        {
            return new Answer(e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError ? "ct" : "rt");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Answer("rt");
        }
    }

    private HttpRequestMessage NewRequest(HttpMethod method, Uri url, IReadOnlyList<KeyValuePair<string, string>> form)
    {
        var called = url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        var posts = method == HttpMethod.Post;
        if (!posts && form.Count > 0)
            called += $"{(url.Query.Length > 0 ? '&' : '?')}{Encode(form)}";
        var signed = new Uri(called);
        var diverted = ConnectTo is not null && signed.Authority != account.Url.Authority;
        var request = new HttpRequestMessage(method, diverted ? new Uri(ConnectTo!, signed.PathAndQuery) : signed);
        request.Headers.TryAddWithoutValidation("User-Agent", "TwilioProxy/1.1");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.Add("X-Twilio-Signature", RequestSignature.Of(called, posts ? form : [], options.AuthToken));
        if (diverted)
            request.Headers.Host = signed.Authority;
        if (posts)
        {
            request.Content = new ByteArrayContent(Encoding.ASCII.GetBytes(Encode(form)));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded; charset=UTF-8");
        }

        return request;
    }

    private static string Encode(IReadOnlyList<KeyValuePair<string, string>> form) =>
        string.Join('&', form.Select(pair => $"{WebUtility.UrlEncode(pair.Key)}={WebUtility.UrlEncode(pair.Value)}"));

    private sealed record Answer(int Status, string? ContentType, string Body, string? Failure)
    {
        public Answer(string failure) : this(0, null, "", failure)
        {
        }

        public static async Task<Answer> ReadAsync(HttpResponseMessage response, CancellationToken stop)
        {
            var status = (int)response.StatusCode;
            return new Answer(
                status, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync(stop),
                status switch { >= 500 => "5xx", >= 400 => "4xx", _ => null });
        }
    }
}
