using System.Net;
using System.Text.RegularExpressions;
using Hotline.Local.Twilio;
using Hotline.Tests.Running;
using Hotline.Tips;

namespace Hotline.Tests.Review;

/// <summary>A reviewer at the console: pages and forms as a browser without scripts has them.</summary>
internal sealed partial class Desk(HttpClient client) : IDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public string Page { get; private set; } = "";

    public HttpStatusCode Status { get; private set; }

    public static async Task<Desk> OfAsync(TestLine line, string person) => new(await SignInTests.SignedInAsync(line, person));

    public async Task<Desk> OpenAsync(string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Stop);
        (Status, Page) = (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
        return this;
    }

    /// <summary>Posts a form of the page that is open, with its token and version.</summary>
    public async Task<Desk> PostAsync(string path, params (string Name, string Value)[] fields)
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

    /// <summary>Has a caller report something, and waits until its parts are accepted.</summary>
    public static async Task<TipId> CallAsync(TestLine line, string says, string from = "+15005550006")
    {
        var call = await line.Twilio.CallAsync(new CallScript { Says = [says], From = from }, null, Stop);
        var tip = TipId.OfCall(call.Sid);
        await Eventually.EqualAsync(
            3 + ToldReceipts.In(call), async () =>
                [.. (await AcceptanceTests.RowsAsync(line, $"part|{tip}|")).Select(row => row.RowKey)], Stop);
        return tip;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"version\" value=\"([^\"]+)\"")]
    private static partial Regex Version();
}
