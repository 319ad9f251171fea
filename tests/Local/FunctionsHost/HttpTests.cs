using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hotline.Tests.Local.FunctionsHost;

public sealed class HttpTests(SharedProbe shared) : IClassFixture<SharedProbe>
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly ProbeApp app = shared.App;

    private static CancellationToken Stop => ProbeApp.Stop;

    [Theory]
    [InlineData("/echo/a%2fb%2Fc", "/echo/a%2fb%2Fc")]
    [InlineData("/echo/a//b", "/echo/a//b")]
    [InlineData("/ECHO/Case?Key=Value", "/ECHO/Case?Key=Value")]
    [InlineData("/echo/x?x=%2b+%20&y=a%26b&&z", "/echo/x?x=%2b+%20&y=a%26b&&z")]
    [InlineData("/echo/%7euser/%41?q=%7e%61", "/echo/~user/A?q=~a")]
    [InlineData("/echo/a|b", "/echo/a%7Cb")]
    [InlineData("/echo/%c3%bc", "/echo/%C3%BC")]
    [InlineData("/echo/../echo/./a", "/echo/a")]
    public async Task The_target_arrives_in_the_canonical_form_of_the_functions_host(string target, string canonical)
    {
        var uri = new Uri(app.Host.Url.ToString().TrimEnd('/') + target, AsWritten);
        var seen = await app.Client.GetFromJsonAsync<JsonElement>(uri, Stop);
        Assert.Equal(canonical, seen.GetProperty("target").GetString());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task A_function_without_methods_takes_any(string method)
    {
        var answer = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "echo/x"), Stop);
        var seen = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal(method, seen.GetProperty("method").GetString());
    }

    [Fact]
    public async Task Headers_go_both_ways()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "echo/x") { Headers = { Host = "tips.example.org" } };
        request.Headers.Add("x-sent", ["a", "b"]);
        request.Headers.Add("x-ms-invocation-id", "forged");
        var answer = await app.Client.SendAsync(request, Stop);
        var seen = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        var headers = seen.GetProperty("headers");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(["one", "two"], answer.Headers.GetValues("x-probe"));
        Assert.Equal("tips.example.org", seen.GetProperty("host").GetString());
        Assert.Matches("^a, ?b$", headers.GetProperty("x-sent").GetString());
        Assert.Equal(seen.GetProperty("invocationId").GetString(), headers.GetProperty("x-ms-invocation-id").GetString());
    }

    [Fact]
    public async Task Two_functions_share_a_route_by_their_methods()
    {
        Assert.Equal("hello Ana María", await app.Client.GetStringAsync("people/Ana%20Mar%C3%ADa", Stop));
        var enrolled = await app.Client.PostAsync("people/ana", null, Stop);
        Assert.Equal("enrolled ana", await enrolled.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("GET", "nowhere")]
    [InlineData("GET", "")]
    [InlineData("DELETE", "people/ana")]
    [InlineData("GET", "people/ana/else")]
    [InlineData("GET", "hidden")]
    public async Task What_no_function_takes_is_not_found(string method, string path)
    {
        var answer = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Stop);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_target_without_a_path_is_refused()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(app.Host.Url.Host, app.Host.Url.Port, Stop);
        var request = "GET http://example.org/echo/x HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n"u8.ToArray();
        await client.GetStream().WriteAsync(request, Stop);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        Assert.StartsWith("HTTP/1.1 400 ", await reader.ReadLineAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_function_throws_is_an_empty_500()
    {
        var answer = await app.Client.GetAsync("throw", Stop);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Stop));
    }

    [Fact]
    public async Task A_long_body_reaches_the_function_as_it_was_sent()
    {
        var body = RandomNumberGenerator.GetBytes(40_000_000);
        using var content = new StreamContent(new MemoryStream(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var answer = await app.Client.PostAsync("digest", content, Stop);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(body)), await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_function_begins_before_a_chunked_body_has_come()
    {
        var sent = new TaskCompletionSource();
        using var content = new SlowContent("first", sent.Task, "second");
        var answering = app.Client.PostAsync("digest?early", content, Stop);
        await app.SeesAsync("digesting ?early");
        sent.SetResult();
        var answer = await answering;
        Assert.Equal(Convert.ToHexString(SHA256.HashData("firstsecond"u8)), await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_body_whose_length_is_stated_is_read_whole_before_the_function_begins()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(app.Host.Url.Host, app.Host.Url.Port, Stop);
        var before = app.Host.PeakBodyBytes;
        var half = new byte[60_000_000];
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /digest?held HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {half.Length + 1}\r\n\r\n"), Stop);
        await client.GetStream().WriteAsync(half, Stop);
        await Eventually.TrueAsync(() => Task.FromResult(app.Host.PeakBodyBytes >= half.Length), Stop);
        Assert.True(before < half.Length);
        Assert.DoesNotContain("digesting ?held", await app.NotesAsync());
        await client.GetStream().WriteAsync(new byte[1], Stop);
        await app.SeesAsync("digesting ?held");
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        Assert.Contains(
            Convert.ToHexString(SHA256.HashData(new byte[half.Length + 1])), await reader.ReadToEndAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 400")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task A_body_slower_than_the_host_s_minimum_is_an_empty_500(string framing)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(app.Host.Url.Host, app.Host.Url.Port, Stop);
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"POST /digest HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{framing}\r\n\r\n1\r\nx\r\n"), Stop);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        Assert.StartsWith("HTTP/1.1 500 ", await reader.ReadLineAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_setting_limits_bodies()
    {
        await using var small = await ProbeApp.StartAsync(new() { ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = "1000" });
        foreach (var (length, status) in new[] { (1000, HttpStatusCode.OK), (1001, HttpStatusCode.InternalServerError) })
        {
            using var content = new ByteArrayContent(new byte[length]);
            using var answer = await small.Client.PostAsync("digest", content, Stop);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_body_over_100_MB_is_an_empty_500_before_the_function_runs()
    {
        using var content = new ByteArrayContent([]);
        content.Headers.ContentLength = 100 * 1024 * 1024 + 1;
        using var request =
            new HttpRequestMessage(HttpMethod.Post, "digest?long") { Content = content, Headers = { ExpectContinue = true } };
        var answer = await app.Client.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Stop));
        Assert.DoesNotContain("digesting ?long", await app.NotesAsync());
    }

    [Fact]
    public async Task A_response_arrives_as_it_is_written()
    {
        using var answer = await app.Client.GetAsync("drip", HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        Assert.Equal("first", await reader.ReadLineAsync(Stop));
        await app.OpenAsync("drip");
        Assert.Equal("second", await reader.ReadLineAsync(Stop));
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_the_function()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var answering = app.Client.GetAsync("wait/never", leaving.Token);
        await app.SeesAsync("waiting at never");
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering);
        await app.SeesAsync("cancelled at never");
    }

    [Fact]
    public async Task A_trace_goes_on_in_the_function()
    {
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        using var request = new HttpRequestMessage(HttpMethod.Get, "echo/x") { Headers = { { "traceparent", Trace } } };
        var seen = await (await app.Client.SendAsync(request, Stop)).Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal(Trace, seen.GetProperty("traceParent").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not a traceparent")]
    public async Task A_trace_begins_where_there_is_none(string? sent)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = app.Host.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, "echo/x");
        if (sent is not null)
            request.Headers.Add("traceparent", sent);
        var seen = await (await client.SendAsync(request, Stop)).Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-01$", seen.GetProperty("traceParent").GetString());
    }
}
