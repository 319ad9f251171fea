using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hotline.Local.Twilio;
using Hotline.Local.Twilio.Account;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tests.Local.Twilio;

/// <summary>Calls and texts by another process, and what the simulator tells its logs.</summary>
public sealed class ControlTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_conversation_comes_line_by_line_while_it_goes()
    {
        await using var line = await SimulatedLine.StartAsync();
        var goOn = new TaskCompletionSource();
        line.App.Answer("/voice", "<Say>Hello.</Say><Redirect>/next</Redirect>");
        line.App.AnswerAsync("/next", async _ =>
        {
            await goOn.Task.WaitAsync(Stop);
            return WebApp.Document("<Hangup/>");
        });
        using var http = new HttpClient { BaseAddress = line.Twilio.Url };
        using var request = new HttpRequestMessage(HttpMethod.Post, "simulator/calls");
        request.Content = JsonContent.Create(new CallScript { Says = ["Help."] });
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.MediaType);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Stop));
        Assert.Equal("calls", (string?)JsonNode.Parse((await lines.ReadLineAsync(Stop))!)!["does"]);
        Assert.Equal("""{"who":"hotline","does":"says (en-US)","text":"Hello."}""", await lines.ReadLineAsync(Stop));
        goOn.SetResult();
        Assert.Equal("hangs up", (string?)JsonNode.Parse((await lines.ReadLineAsync(Stop))!)!["does"]);
        var result = JsonNode.Parse((await lines.ReadLineAsync(Stop))!)!;
        Assert.Equal((line.Twilio.Remembers("Calls")[0].Sid, false, "the hotline hung up"),
            ((string?)result["sid"], (bool?)result["heardError"], (string?)result["ending"]));
        Assert.Null(await lines.ReadLineAsync(Stop));
    }

    [Fact]
    public async Task A_text_comes_with_its_files()
    {
        await using var line = await SimulatedLine.StartAsync();
        using var http = new HttpClient { BaseAddress = line.Twilio.Url };
        var response = await http.PostAsJsonAsync(
            "simulator/texts", new TextScript { Body = "See.", Media = [new MediaFile("image/png", [1, 2, 3])] }, Stop);
        Assert.Equal(3, (await response.Content.ReadAsStringAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("1", Assert.Single(line.App.To("/text"))["NumMedia"]);
    }

    [Theory]
    [InlineData("""{"hangUpAfter":"lunch"}""", "A caller can hang up after greeting, menu, record, receipt.")]
    [InlineData("""{"keys":["x"]}""", "A phone has the keys 0 to 9, * and #.")]
    [InlineData("""{"to":"+15005550199"}""", "The account has no such number.")]
    [InlineData("nonsense", "The script can't be read as JSON.")]
    public async Task A_script_that_can_not_be_is_answered_with_what_can(string script, string answer)
    {
        await using var line = await SimulatedLine.StartAsync();
        using var http = new HttpClient { BaseAddress = line.Twilio.Url };
        var response = await http.PostAsync("simulator/calls", new StringContent(script), Stop);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(answer, await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_taken_port_is_said()
    {
        await using var line = await SimulatedLine.StartAsync();
        var options = new SimulatorOptions { AccountSid = SimulatedLine.AccountSid, AuthToken = SimulatedLine.AuthToken,
            Port = line.Twilio.Url.Port };
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TwilioSimulator.StartAsync(options, NullLoggerFactory.Instance, TimeProvider.System, Stop));
        Assert.Contains("is taken", refused.Message);
    }

    [Fact]
    public async Task No_number_word_or_key_comes_into_the_logs()
    {
        var logged = new Logged();
        using var logs = LoggerFactory.Create(builder => builder.AddProvider(logged).SetMinimumLevel(LogLevel.Trace));
        await using var app = await WebApp.StartAsync();
        var options = new SimulatorOptions { AccountSid = SimulatedLine.AccountSid, AuthToken = SimulatedLine.AuthToken };
        await using var twilio = await TwilioSimulator.StartAsync(options, logs, TimeProvider.System, Stop);
        twilio.Numbers =
            [new SimulatedNumber("+15005550177") { VoiceUrl = new Uri(app.Url, "voice?word=rutabaga"), SmsUrl = new Uri(app.Url, "text") }];
        app.Answer("/voice", "<Gather action=\"/menu\"/>");
        app.Answer("/menu", "<Dial callerId=\"5550177\">+15005550177</Dial>");
        app.Answer("/text", "<Message to=\"rutabaga\">Hello.</Message>");
        await twilio.CallAsync(new CallScript { From = "+15005550188", Keys = ["4711"] }, null, Stop);
        await twilio.TextAsync(new TextScript { From = "+15005550188", Body = "rutabaga" }, null, Stop);
        using var http = new HttpClient();
        await http.GetAsync(new Uri(twilio.Url, $"2010-04-01/Accounts/{SimulatedLine.AccountSid}/Calls.json?From=%2B15005550188"), Stop);

        Assert.Contains(logged.Lines, text => text.Contains("13214"));
        Assert.Contains(logged.Lines, text => text.Contains("14101"));
        Assert.DoesNotContain(logged.Lines,
            text => text.Contains("5550188") || text.Contains("5550177") || text.Contains("rutabaga") || text.Contains("4711"));
    }

    private sealed class Logged : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> lines = new();

        public IEnumerable<string> Lines => lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
