using System.Net;
using System.Text.RegularExpressions;

namespace Hotline.Tests.Drivers;

/// <summary>A reviewer at the console: pages and forms as a browser without scripts has them.</summary>
internal sealed partial class ReviewerBrowser(HttpClient client) : IDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public string Page { get; private set; } = "";

    public HttpStatusCode Status { get; private set; }

    public static async Task<ReviewerBrowser> OfAsync(Line line, string person) => new(await SignInAsync(line, person));

    /// <summary>Signs somebody in, and keeps the session's cookies.</summary>
    public static Task<HttpClient> SignInAsync(Line line, string person) => SignInAsync(line.Review!.Url, person);

    /// <inheritdoc cref="SignInAsync(Line, string)"/>
    public static async Task<HttpClient> SignInAsync(Uri console, string person)
    {
        var client = new HttpClient { BaseAddress = console };
        using var form = new FormUrlEncodedContent([new("person", person)]);
        await client.PostAsync(new Uri(".auth/login/aad?post_login_redirect_uri=/review/session", UriKind.Relative), form, Stop);
        return client;
    }

    public async Task<ReviewerBrowser> OpenAsync(string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Stop);
        (Status, Page) = (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
        return this;
    }

    /// <summary>Posts a form of the page that is open, with its token and version.</summary>
    public async Task<ReviewerBrowser> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", Token().Match(Page).Groups[1].Value), new("version", Version().Match(Page).Groups[1].Value),
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
        ]);
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), form, Stop);
        (Status, Page) = (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop)));
        return this;
    }

    public async Task<(HttpStatusCode Status, byte[] Bytes, string? Range)> FetchAsync(string path, (long From, long To)? range = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (range is { } wanted)
            request.Headers.Range = new(wanted.From, wanted.To);
        using var answer = await client.SendAsync(request, Stop);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(Stop), answer.Content.Headers.ContentRange?.ToString());
    }

    public void Dispose() => client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"version\" value=\"([^\"]+)\"")]
    private static partial Regex Version();
}
