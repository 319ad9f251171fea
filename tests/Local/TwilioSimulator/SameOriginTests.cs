using System.Net;

namespace Hotline.Tests.Local.Twilio;

/// <summary>
/// Who may ask the simulator for its phone: this machine's own pages, and programs; no other site that a browser here shows.
/// </summary>
public sealed class SameOriginTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "phone", "rebound.example.org")]
    [InlineData("GET", "phone", "127.0.0.1.example.org")]
    [InlineData("POST", "phone/calls", "rebound.example.org")]
    [InlineData("POST", "phone/calls", null, "Origin", "https://example.org")]
    [InlineData("POST", "phone/calls", null, "Origin", "null")]
    [InlineData("POST", "phone/calls", null, "Sec-Fetch-Site", "cross-site")]
    [InlineData("POST", "phone/calls", null, "Sec-Fetch-Site", "same-site")]
    [InlineData("POST", "simulator/calls", null, "Sec-Fetch-Site", "cross-site")]
    [InlineData("GET", "phone/texts?number=x", null, "Sec-Fetch-Site", "cross-site")]
    [InlineData("POST", "phone/calls", null, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")]
    public async Task Another_site_is_refused(string method, string path, string? host, params string[] headers)
    {
        await using var line = await SimulatedLine.StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(line, method, path, host, headers)).StatusCode);
        Assert.Empty(line.App.Requests);
    }

    [Theory]
    [InlineData]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none", "Sec-Fetch-Mode", "navigate")]
    [InlineData("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")]
    public async Task The_page_comes_to_whoever_opens_it_with_a_policy_that_lets_in_nothing_else(params string[] headers)
    {
        await using var line = await SimulatedLine.StartAsync();
        foreach (var host in new[] { null, $"localhost:{line.Twilio.Url.Port}", $"[::1]:{line.Twilio.Url.Port}" })
        {
            var page = await AskAsync(line, "GET", "phone", host, headers);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Contains("<title>Phone", await page.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
            var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        }
    }

    private static async Task<HttpResponseMessage> AskAsync(SimulatedLine line, string method, string path, string? host, string[] headers)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(line.Twilio.Url, path));
        request.Headers.Host = host;
        foreach (var header in headers.Chunk(2))
            request.Headers.Add(header[0], header[1]);
        if (method == "POST")
            request.Content = new StringContent("""{"from":"+15005550123"}""", System.Text.Encoding.UTF8, "application/json");
        return await http.SendAsync(request, Stop);
    }
}
