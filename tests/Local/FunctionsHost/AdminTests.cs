using System.Net;
using System.Text;

namespace Hotline.Tests.Local.FunctionsHost;

public sealed class AdminTests(SharedProbe shared) : IClassFixture<SharedProbe>
{
    private readonly ProbeApp app = shared.App;

    [Fact]
    public async Task A_timer_runs_at_once()
    {
        Assert.Equal(HttpStatusCode.Accepted, await AskAsync("tick"));
        await app.SeesAsync("tick, ");
    }

    [Theory]
    [InlineData("Nothing")]
    [InlineData("Greet")]
    [InlineData("Work")]
    public async Task What_is_unknown_or_disabled_or_has_a_route_is_not_found(string function) =>
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(function));

    [Fact]
    public async Task What_a_tunnel_brings_in_is_forbidden() =>
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("Tick", request => request.Headers.Add("X-Forwarded-For", "203.0.113.9")));

    [Fact]
    public async Task Another_hosts_name_is_forbidden() =>
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("Tick", request => request.Headers.Host = "tips.example.org"));

    [Theory]
    [InlineData(null)]
    [InlineData("another")]
    public async Task Nothing_runs_without_the_master_key(string? key) => Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("Tick", request =>
    {
        request.Headers.Remove("x-functions-key");
        if (key is not null)
            request.Headers.Add("x-functions-key", key);
    }));

    [Fact]
    public async Task A_web_page_is_forbidden() =>
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("Tick", request => request.Headers.Add("Origin", "https://example.org")));

    [Theory]
    [InlineData("{", "application/json")]
    [InlineData("input=", "text/plain")]
    public async Task What_is_not_JSON_is_refused(string body, string type)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        Assert.Equal(HttpStatusCode.BadRequest, await AskAsync("Tick", request => request.Content = content));
    }

    [Fact]
    public async Task A_body_may_be_left_out() =>
        Assert.Equal(HttpStatusCode.Accepted, await AskAsync("Tick", request => request.Content = null));

    private async Task<HttpStatusCode> AskAsync(string function, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"admin/functions/{function}");
        request.Content = new StringContent("""{"input":""}""", Encoding.UTF8, "application/json");
        request.Headers.Add("x-functions-key", app.Host.MasterKey);
        change?.Invoke(request);
        using var answer = await app.Client.SendAsync(request, ProbeApp.Stop);
        return answer.StatusCode;
    }
}
