using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.Local.Twilio;

/// <summary>What goes wrong on request.</summary>
public sealed class MisbehaviourTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_kind_can_come_twice()
    {
        await using var line = await StartAsync();
        line.Twilio.Misbehaviour.Duplicated.Add(WebhookKind.Recording);
        line.Twilio.Misbehaviour.Duplicated.Add(WebhookKind.Answer);
        var call = await line.CallAsync(new CallScript { Says = ["They said they would come."] });
        Assert.Equal(2, line.App.To("/recording").Count);
        Assert.Equal(2, line.App.To("/voice").Count);
        Assert.Single(line.App.To("/recorded"));
        Assert.Single(line.App.To("/recording").Select(callback => callback["RecordingSid"]).Distinct());
        Assert.Empty(call.Errors);
    }

    [Fact]
    public async Task A_callback_can_be_lost()
    {
        await using var line = await StartAsync();
        line.Twilio.Misbehaviour.Dropped.Add(WebhookKind.Recording);
        var call = await line.CallAsync(new CallScript { Says = ["Help."] });
        Assert.Empty(line.App.To("/recording"));
        Assert.Single(line.App.To("/status"));
        Assert.Single(call.Recordings);
    }

    [Fact]
    public async Task A_lost_request_for_a_document_is_a_failed_connection()
    {
        await using var line = await StartAsync();
        line.Twilio.Misbehaviour.Dropped.Add(WebhookKind.Recorded);
        var call = await line.CallAsync(new CallScript { Says = ["Help."] });
        Assert.Empty(line.App.To("/recorded"));
        Assert.True(call.HeardError);
        Assert.Equal(2, call.Exchanges.Single(exchange => exchange.Kind == WebhookKind.Recorded).Tries);
        Assert.Single(call.Recordings);
    }

    [Fact]
    public async Task Callbacks_can_come_last_first()
    {
        await using var line = await StartAsync();
        line.Twilio.Misbehaviour.Reordered = true;
        await line.CallAsync(new CallScript { Says = ["They said they would come."] });
        Assert.Equal(["/voice", "/recorded", "/status", "/transcript", "/recording"], line.App.Requests.Select(request => request.Path));

        line.App.Answer("/text", "<Message statusCallback=\"/sent\">Thank you.</Message>");
        await line.TextAsync("Hello.");
        Assert.Equal(["delivered", "sent"], line.App.To("/sent").Select(status => status["MessageStatus"]));
    }

    [Fact]
    public async Task A_kind_can_be_late()
    {
        await using var line = await StartAsync();
        line.Twilio.Misbehaviour.Delayed[WebhookKind.Recording] = TimeSpan.FromSeconds(1);
        var call = await line.CallAsync(new CallScript { Says = ["Help."], WaitsForCallbacks = false });
        Assert.DoesNotContain(call.Exchanges, exchange => exchange.Kind == WebhookKind.Recording);
        await line.Twilio.SettleAsync(Stop);
        Assert.Single(line.App.To("/recording"));
    }

    [Fact]
    public async Task Rest_can_fail_for_one_resource_and_say_when_to_come_again()
    {
        await using var line = await StartAsync();
        var call = await line.CallAsync(new CallScript { Says = ["Help."] });
        line.Twilio.Misbehaviour.FailRest(429, times: 2, resource: "Recordings", retryAfter: TimeSpan.FromSeconds(3));
        line.Twilio.Misbehaviour.FailRest(503);
        using var http = Http(line);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("Calls.json", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("Calls.json", Stop)).StatusCode);
        foreach (var path in new[] { $"Recordings/{call.Recordings[0]}.wav", $"Calls/{call.Sid}/Recordings.json" })
        {
            var refused = await http.GetAsync(path, Stop);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(3), refused.Headers.RetryAfter?.Delta);
            Assert.Contains("\"code\":20429", await refused.Content.ReadAsStringAsync(Stop));
        }

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"Recordings/{call.Recordings[0]}.wav", Stop)).StatusCode);
    }

    [Fact]
    public async Task Media_can_be_not_ready_while_their_resource_is_there()
    {
        await using var line = await StartAsync();
        var call = await line.CallAsync(new CallScript { Says = ["Help."] });
        line.Twilio.Misbehaviour.MediaNotReady = 2;
        using var http = Http(line);
        var path = $"Recordings/{call.Recordings[0]}";
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"{path}.wav", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"{path}.json", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"{path}.wav", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"{path}.wav", Stop)).StatusCode);
        Assert.Equal(0, line.Twilio.Misbehaviour.MediaNotReady);
    }

    [Fact]
    public async Task A_simulator_that_stops_gives_up_the_callbacks_under_way()
    {
        var line = await StartAsync();
        line.Twilio.Misbehaviour.Delayed[WebhookKind.Status] = TimeSpan.FromHours(1);
        await line.CallAsync(new CallScript { WaitsForCallbacks = false });
        await line.DisposeAsync();
        Assert.Empty(line.App.To("/status"));
    }

    private static HttpClient Http(SimulatedLine line) => new()
    {
        BaseAddress = new Uri(line.Twilio.Url, $"2010-04-01/Accounts/{SimulatedLine.AccountSid}/"),
        DefaultRequestHeaders =
        {
            Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{SimulatedLine.AccountSid}:{SimulatedLine.AuthToken}"))),
        },
    };

    private static async Task<SimulatedLine> StartAsync()
    {
        var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice",
            "<Record action=\"/recorded\" recordingStatusCallback=\"/recording\" transcribe=\"true\" transcribeCallback=\"/transcript\"/>");
        return line;
    }
}
