using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Local.Twilio;

/// <summary>
/// Requests a webhook as Twilio does: signed, with its headers, and tried again as the URL's fragment asks
/// (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
/// </summary>
internal sealed class Webhooks(SimulatorOptions options, Misbehaviour misbehaviour) : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Where webhooks are really sent, whatever their URL says; the URL is signed as it is. Null: where it says.</summary>
    public Uri? ConnectTo { get; set; }

    /// <summary>Posts a form.</summary>
    /// <returns>The last answer; status 0 when none came.</returns>
    public async Task<(WebhookExchange Exchange, string? ContentType)> PostAsync(
        string kind, Uri url, IReadOnlyList<KeyValuePair<string, string>> form, CancellationToken stop)
    {
        var retry = RetryRule.Of(url);
        var token = Guid.NewGuid().ToString();
        (int Status, string Body, string? ContentType, string Failure) last = default;
        var tries = 0;
        var started = TimeProvider.System.GetTimestamp();
        do
        {
            tries++;
            last = await TryAsync(url, form, token, retry, stop);
            if (misbehaviour.Duplicated.Contains(kind) && tries == 1)
                last = await TryAsync(url, form, token, retry, stop);
        }
        while (retry.Again(last.Failure, tries, TimeProvider.System.GetElapsedTime(started)));
        return (new WebhookExchange(kind, url.AbsoluteUri, form, last.Status, last.Body, tries), last.ContentType);
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<(int Status, string Body, string? ContentType, string Failure)> TryAsync(
        Uri url, IReadOnlyList<KeyValuePair<string, string>> form, string token, RetryRule retry, CancellationToken stop)
    {
        var called = url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        var target = ConnectTo is { } origin ? new Uri(origin, url.PathAndQuery) : new Uri(called);
        using var request = new HttpRequestMessage(HttpMethod.Post, target);
        request.Content = new ByteArrayContent(Encode(form));
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
        request.Headers.TryAddWithoutValidation("User-Agent", "TwilioProxy/1.1");
        request.Headers.Add("X-Twilio-Signature", Sign(called, form));
        request.Headers.Add("I-Twilio-Idempotency-Token", token);
        if (ConnectTo is not null)
            request.Headers.Host = url.Authority;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(retry.ReadTimeout);
        try
        {
            using var response = await client.SendAsync(request, limit.Token);
            var body = await response.Content.ReadAsStringAsync(limit.Token);
            var status = (int)response.StatusCode;
            return (status, body, response.Content.Headers.ContentType?.ToString(), status >= 500 ? "5xx" : status >= 400 ? "4xx" : "");
        }
        catch (HttpRequestException)
        {
            return (0, "", null, "ct");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (0, "", null, "rt");
        }
    }

    private string Sign(string url, IReadOnlyList<KeyValuePair<string, string>> form)
    {
        var text = new StringBuilder(url);
        foreach (var (key, value) in form.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append(key).Append(value);
#pragma warning disable CA5350 // Twilio's own algorithm.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(options.AuthToken), Encoding.UTF8.GetBytes(text.ToString())));
#pragma warning restore CA5350
    }

    private static byte[] Encode(IReadOnlyList<KeyValuePair<string, string>> form) =>
        Encoding.ASCII.GetBytes(string.Join('&', form.Select(pair => $"{WebUtility.UrlEncode(pair.Key)}={WebUtility.UrlEncode(pair.Value)}")));
}

/// <summary>How often and on what a webhook is tried again.</summary>
internal sealed record RetryRule(int Count, IReadOnlySet<string> On, TimeSpan ReadTimeout, TimeSpan Total)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>Reads a URL's fragment; without one there is one more try after a failed connection.</summary>
    public static RetryRule Of(Uri url)
    {
        var rules = url.Fragment.TrimStart('#').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(rule => rule.Split('=', 2)).Where(rule => rule.Length == 2).ToDictionary(rule => rule[0], rule => rule[1]);
        var on = rules.GetValueOrDefault("rp", "ct").Split(',').ToHashSet();
        return new RetryRule(
            Math.Clamp(Number("rc", 1), 0, 5), on, Span("rt"), Span("tt"));

        int Number(string name, int otherwise) =>
            rules.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
        TimeSpan Span(string name) => TimeSpan.FromMilliseconds(Math.Clamp(Number(name, 15000), 100, (int)Longest.TotalMilliseconds));
    }

    /// <summary>Whether to try again after this failure.</summary>
    public bool Again(string failure, int tries, TimeSpan sinceStart) =>
        failure.Length > 0 && tries <= Count && sinceStart < Total && (On.Contains("all") || On.Contains(failure));
}
