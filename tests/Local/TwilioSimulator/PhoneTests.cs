using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Hotline.Local.Speech;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.Local.Twilio;

/// <summary>What the phone in the browser asks of the simulator: a call that waits for its person, and who may ask at all.</summary>
public sealed class PhoneTests
{
    private const string Greeting = """
        <Gather input="dtmf" numDigits="1" timeout="4" action="/menu"><Say>Press 2.</Say><Say language="es-MX">Oprima el 2.</Say></Gather><Say>Nobody pressed.</Say>
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_waits_until_its_words_are_heard()
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", "<Say>One.</Say><Pause length=\"600\"/><Say>Two.</Say>");
        using var phone = new Handset(line);
        await phone.DialAsync();
        var one = await phone.NextAsync("say");
        Assert.Equal(("One.", "en-US"), ((string?)one["text"], (string?)one["language"]));
        Assert.Equal("in-progress", line.Twilio.Remembers("Calls")[0]["status"]);
        await phone.DoAsync(new { heard = (int)one["number"]! });
        await phone.DoAsync(new { heard = (int)(await phone.NextAsync("pause"))["number"]! });
        await phone.DoAsync(new { heard = (int)(await phone.NextAsync("say"))["number"]! });
        Assert.Equal("the document ended", (string?)(await phone.NextAsync("ended"))["ending"]);
        await phone.NextAsync("done");
        Assert.Equal("completed", Assert.Single(line.App.To("/status"))["CallStatus"]);
    }

    [Fact]
    public async Task A_key_cuts_off_what_a_menu_says()
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", Greeting);
        line.App.Answer("/menu", "<Hangup/>");
        using var phone = new Handset(line);
        await phone.DialAsync();
        Assert.True((bool?)(await phone.NextAsync("say"))["takesKeys"]);
        await phone.DoAsync(new { key = "2" });
        await phone.NextAsync("done");
        Assert.Equal("2", Assert.Single(line.App.To("/menu"))["Digits"]);
        Assert.DoesNotContain(phone.Lines, said => said.Contains("Oprima", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_presses_nothing_has_the_time_that_the_menu_gives()
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", Greeting.Replace("timeout=\"4\"", "timeout=\"1\"", StringComparison.Ordinal));
        using var phone = new Handset(line);
        await phone.DialAsync();
        await phone.HearAsync(2);
        Assert.Equal(1, (int?)(await phone.NextAsync("keys"))["seconds"]);
        Assert.Equal("Nobody pressed.", (string?)(await phone.NextAsync("say"))["text"]);
        Assert.Empty(line.App.To("/menu"));
    }

    [Fact]
    public async Task Digits_are_gathered_until_the_key_that_ends_them()
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", "<Gather action=\"/menu\" timeout=\"600\"/>");
        using var phone = new Handset(line);
        await phone.DialAsync();
        await phone.NextAsync("keys");
        foreach (var key in "47*1#")
            await phone.DoAsync(new { key = key.ToString() });
        await phone.NextAsync("done");
        var asked = Assert.Single(line.App.To("/menu"));
        Assert.Equal(("47*1", "#"), (asked["Digits"], asked["FinishedOnKey"]));
    }

    [Fact]
    public async Task Typed_words_are_recorded_as_a_script_s_are()
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", "<Record action=\"/recorded\" timeout=\"10\" finishOnKey=\"#\"/>");
        line.App.Answer("/recorded", "<Hangup/>");
        using var phone = new Handset(line);
        await phone.DialAsync();
        await phone.NextAsync("record");
        await phone.DoAsync(new { says = "They said they" });
        await phone.DoAsync(new { key = "5" });
        await phone.DoAsync(new { says = "would come tomorrow." });
        await phone.DoAsync(new { key = "#" });
        await phone.NextAsync("done");
        await line.CallAsync(new CallScript { Says = ["They said they would come tomorrow."] });
        Assert.Equal("#", line.App.To("/recorded")[0]["Digits"]);
        var sounds = await Task.WhenAll(line.Twilio.Remembers("Recordings").Select(recording => phone.SoundOf(recording.Sid)));
        Assert.Equal(2, sounds.Length);
        Assert.Equal(sounds[0], sounds[1]);
    }

    [Theory]
    [InlineData("""{"silent":true}""", null, "10", "in-progress")]
    [InlineData("""{"key":"#"}""", "#", "1", "in-progress")]
    [InlineData("""{"hangsUp":true}""", "hangup", "1", "completed")]
    public async Task Who_says_nothing_is_recorded_as_silence(string act, string? digits, string seconds, string status)
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", "<Record action=\"/recorded\" timeout=\"10\" finishOnKey=\"#\"/>");
        using var phone = new Handset(line);
        await phone.DialAsync();
        await phone.NextAsync("record");
        await phone.DoAsync(JsonNode.Parse(act)!);
        await phone.NextAsync("done");
        var action = Assert.Single(line.App.To("/recorded"));
        Assert.Equal((digits, seconds, status), (action["Digits"], action["RecordingDuration"], action["CallStatus"]));
    }

    [Fact]
    public async Task The_microphone_s_sound_is_recorded_byte_for_byte_and_its_words_are_what_was_typed()
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", "<Record action=\"/recorded\" maxLength=\"5\"/>");
        using var phone = new Handset(line);
        await phone.DialAsync();
        Assert.Equal((HttpStatusCode.BadRequest, "What was spoken has to be a WAV file."), await phone.SpeakAsync([1, 2, 3]));
        await phone.NextAsync("record");
        Assert.Equal((HttpStatusCode.BadRequest, "The line records 5 seconds at the most."), await phone.SpeakAsync(Wav.Silence(6)));
        var sound = Wav.Silence(3);
        sound[100] = 7;
        Assert.Equal((HttpStatusCode.NoContent, ""), await phone.SpeakAsync(sound));
        await phone.DoAsync(new { says = "What the microphone heard." });
        await phone.DoAsync(new { hangsUp = true });
        await phone.NextAsync("done");
        Assert.Equal(sound, await phone.SoundOf(Assert.Single(line.Twilio.Remembers("Recordings")).Sid));
        Assert.Equal("What the microphone heard.", line.Twilio.TranscriptOf(sound));
        Assert.Equal((HttpStatusCode.BadRequest, "Nothing is being recorded."), await phone.SpeakAsync(sound));
    }

    [Fact]
    public async Task Who_comes_back_goes_on_with_the_call_and_who_stays_away_has_hung_up()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var line = await SimulatedLine.StartAsync(time: time);
        line.App.Answer("/voice", "<Say>One.</Say><Say>Two.</Say>");
        using var phone = new Handset(line);
        await phone.DialAsync();
        var one = await phone.NextAsync("say");
        await phone.LeaveAsync();
        await phone.BackAsync();
        time.Advance(TimeSpan.FromSeconds(11));
        await phone.DoAsync(new { heard = (int)one["number"]! });
        Assert.Equal("Two.", (string?)(await phone.NextAsync("say"))["text"]);

        await phone.LeaveAsync();
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(11));
            return line.App.To("/status").Count == 1;
        }, Stop);
        Assert.Equal("completed", line.Twilio.Remembers("Calls")[0]["status"]);
    }

    [Theory]
    [InlineData("""{"key":"12"}""", "A phone has the keys 0 to 9, * and #.")]
    [InlineData("""{"says":" "}""", "Who speaks says something.")]
    [InlineData("{}", "A caller hears, presses a key, speaks, is silent or hangs up.")]
    public async Task What_nobody_can_do_is_refused_with_what_one_can(string act, string answer)
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", "<Say>One.</Say>");
        using var phone = new Handset(line);
        await phone.DialAsync();
        Assert.Equal((HttpStatusCode.BadRequest, answer), await phone.TryAsync(JsonNode.Parse(act)!));
    }

    [Fact]
    public async Task A_page_may_be_open_before_the_line_is()
    {
        await using var line = await SimulatedLine.StartAsync();
        var numbers = line.Twilio.Numbers;
        line.Twilio.Numbers = [];
        using var http = new HttpClient { BaseAddress = line.Twilio.Url };
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri("phone/line", UriKind.Relative), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest,
            (await http.PostAsJsonAsync("phone/calls", new { from = "+15005550123" }, Stop)).StatusCode);
        line.Twilio.Numbers = numbers;
        Assert.Equal($$"""{"number":"{{SimulatedLine.Number}}"}""", await http.GetStringAsync(new Uri("phone/line", UriKind.Relative), Stop));
    }

    [Fact]
    public async Task The_simulator_stops_though_a_page_is_in_a_call_and_reads_a_thread()
    {
        var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", "<Say>One.</Say>");
        using var phone = new Handset(line);
        await phone.DialAsync();
        await phone.NextAsync("say");
        using var http = new HttpClient { BaseAddress = line.Twilio.Url };
        await line.TextAsync("Hello.");
        await using var thread = await http.GetStreamAsync(new Uri("phone/texts?number=%2B15005550006", UriKind.Relative), Stop);
        await line.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Stop);
    }
}

/// <summary>A page's side of a call.</summary>
file sealed class Handset(SimulatedLine line) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = line.Twilio.Url };
    private readonly List<string> lines = [];
    private IAsyncEnumerator<SseItem<string>>? events;
    private HttpResponseMessage? listening;
    private string last = "";
    private string call = "";

    public IReadOnlyList<string> Lines => lines;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async Task DialAsync()
    {
        using var answer = await http.PostAsJsonAsync("phone/calls", new { from = "+15005550123" }, Stop);
        call = $"phone/calls/{(string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!["sid"]}";
        await BackAsync();
    }

    public async Task BackAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, call) { Headers = { { "Last-Event-ID", last } } };
        listening = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal("text/event-stream", listening.Content.Headers.ContentType?.MediaType);
        events = SseParser.Create(await listening.Content.ReadAsStreamAsync(Stop)).EnumerateAsync(Stop).GetAsyncEnumerator(Stop);
    }

    public async Task LeaveAsync()
    {
        listening!.Dispose();
        await Task.Delay(200, Stop); // The server is told of it by the connection.
    }

    /// <summary>The next event of a kind; others before it are noted.</summary>
    public async Task<JsonNode> NextAsync(string kind)
    {
        while (await events!.MoveNextAsync())
        {
            last = events.Current.EventId ?? last;
            if (events.Current.EventType == "line")
                lines.Add(events.Current.Data);
            if (events.Current.EventType == kind)
                return JsonNode.Parse(events.Current.Data)!;
        }

        throw new InvalidOperationException($"The call has ended without {kind}.");
    }

    public async Task HearAsync(int says)
    {
        for (var n = 0; n < says; n++)
            await DoAsync(new { heard = (int)(await NextAsync("say"))["number"]! });
    }

    public async Task DoAsync(object act) => Assert.Equal((HttpStatusCode.NoContent, ""), await TryAsync(act));

    public async Task<(HttpStatusCode Status, string Said)> TryAsync(object act)
    {
        using var answer = await http.PostAsJsonAsync(call, act, Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    public async Task<(HttpStatusCode Status, string Said)> SpeakAsync(byte[] sound)
    {
        using var content = new ByteArrayContent(sound) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } };
        using var answer = await http.PostAsync(new Uri($"{call}/sound", UriKind.Relative), content, Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    public async Task<byte[]> SoundOf(string recording)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"2010-04-01/Accounts/{SimulatedLine.AccountSid}/Recordings/{recording}.wav");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"{SimulatedLine.ApiKeySid}:{SimulatedLine.ApiKeySecret}")));
        using var answer = await http.SendAsync(request, Stop);
        return await answer.Content.ReadAsByteArrayAsync(Stop);
    }

    public void Dispose()
    {
        listening?.Dispose();
        http.Dispose();
    }
}
