using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hotline.Local.Speech;
using Hotline.Local.Twilio.Account;
using Microsoft.Extensions.Time.Testing;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Rest.Api.V2010.Account.Message;
using HttpClient = System.Net.Http.HttpClient;
using Recordings = Twilio.Rest.Api.V2010.Account.Recording;

namespace Hotline.Tests.Local.Twilio;

/// <summary>The REST API, asked by Twilio's own libraries.</summary>
public sealed class RestTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_dotnet_library_lists_and_fetches_what_there_is()
    {
        await using var line = await StartAsync();
        var (call, text) = await ReportAsync(line);
        var rest = line.RestClient();

        var fetched = await CallResource.FetchAsync(call.Sid, client: rest);
        Assert.Equal((CallResource.StatusEnum.Completed, "inbound", SimulatedLine.Number, "2"),
            (fetched.Status, fetched.Direction, fetched.To, fetched.Duration));
        var recording = Assert.Single(await RecordingResource.ReadAsync(callSid: call.Sid, client: rest));
        Assert.Equal((call.Recordings[0], RecordingResource.StatusEnum.Completed, RecordingResource.SourceEnum.Recordverb, "2"),
            (recording.Sid, recording.Status, recording.Source, recording.Duration));
        var transcription = Assert.Single(await Recordings.TranscriptionResource.ReadAsync(recording.Sid, client: rest));
        Assert.Equal("They said they would come tomorrow.", transcription.TranscriptionText);
        var message = Assert.Single(await MessageResource.ReadAsync(from: new("+15005550006"), client: rest));
        Assert.Equal((text.Sid, "See the picture.", "1", MessageResource.DirectionEnum.Inbound),
            (message.Sid, message.Body, message.NumMedia, message.Direction));
        var media = Assert.Single(await MediaResource.ReadAsync(text.Sid, client: rest));
        Assert.Equal("image/png", (await MediaResource.FetchAsync(text.Sid, media.Sid, client: rest)).ContentType);
    }

    [Fact]
    public async Task What_the_dotnet_library_deletes_is_gone()
    {
        await using var line = await StartAsync();
        var (call, text) = await ReportAsync(line);
        var rest = line.RestClient();
        var (transcription, media) = (line.Twilio.Remembers("Transcriptions")[0].Sid, line.Twilio.Remembers("Media")[0].Sid);

        Assert.True(await TranscriptionResource.DeleteAsync(transcription, client: rest));
        Assert.True(await RecordingResource.DeleteAsync(call.Recordings[0], client: rest));
        Assert.True(await MediaResource.DeleteAsync(text.Sid, media, client: rest));
        Assert.Equal("", (await MessageResource.UpdateAsync(text.Sid, body: "", client: rest)).Body);
        Assert.True(await MessageResource.DeleteAsync(text.Sid, client: rest));
        Assert.True(await CallResource.DeleteAsync(call.Sid, client: rest));
        foreach (var kind in new[] { "Calls", "Messages", "Recordings", "Media", "Transcriptions" })
            Assert.Empty(line.Twilio.Remembers(kind));
        var gone = await Assert.ThrowsAsync<ApiException>(() => RecordingResource.DeleteAsync(call.Recordings[0], client: rest));
        Assert.Equal((404, 20404), (gone.Status, gone.Code));
    }

    [Fact]
    public async Task Times_are_filtered_as_inequalities()
    {
        var time = new FakeTimeProvider(Start);
        await using var line = await StartAsync(time);
        var sids = new List<string>();
        for (var hour = 0; hour < 4; hour++)
        {
            sids.Add((await line.CallAsync()).Sid);
            await line.TextAsync($"Hour {hour}.");
            time.Advance(TimeSpan.FromHours(1));
        }

        var rest = line.RestClient();
        var utc = Start.UtcDateTime;
        Assert.Equal([sids[3], sids[2]],
            (await CallResource.ReadAsync(startTimeAfter: utc.AddHours(2), client: rest)).Select(call => call.Sid));
        Assert.Equal([sids[1], sids[0]],
            (await CallResource.ReadAsync(startTimeBefore: utc.AddHours(1.5), client: rest)).Select(call => call.Sid));
        Assert.Equal(4, (await CallResource.ReadAsync(startTime: utc, client: rest)).Count());
        Assert.Empty(await CallResource.ReadAsync(startTime: utc.AddDays(1), client: rest));
        Assert.Empty(await CallResource.ReadAsync(status: CallResource.StatusEnum.InProgress, client: rest));
        Assert.Equal(["Hour 3."],
            (await MessageResource.ReadAsync(dateSentAfter: utc.AddHours(2.5), client: rest)).Select(message => message.Body));
        Assert.Equal(2, (await RecordingResource.ReadAsync(dateCreatedAfter: utc.AddHours(2), client: rest)).Count());
    }

    [Fact]
    public async Task Pages_neither_repeat_nor_skip_what_is_made_or_deleted_meanwhile()
    {
        await using var line = await StartAsync();
        for (var number = 0; number < 7; number++)
            await line.TextAsync($"Text {number}.");
        var expected = line.Twilio.Remembers("Messages").Select(message => message.Sid).ToList();
        var rest = line.RestClient();

        var seen = new List<string>();
        var pages = 0;
        for (var page = MessageResource.GetPage(FirstPage(line, 3), rest); page is not null; page = page.HasNextPage()
            ? MessageResource.NextPage(page, rest) : null)
        {
            pages++;
            foreach (var message in page.Records)
            {
                seen.Add(message.Sid);
                await MessageResource.DeleteAsync(message.Sid, client: rest);
            }

            await line.TextAsync("A new one.");
        }

        Assert.Equal(expected, seen);
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task Twilio_s_node_library_reads_and_deletes_too()
    {
        await using var line = await StartAsync();
        var call = await line.CallAsync(new CallScript { Says = ["They said they would come tomorrow."] });
        for (var number = 0; number < 5; number++)
            await line.TextAsync($"Text {number}.");
        var seen = await Oracle.AskAsync(
            "twilio-sim-rest.mjs",
            new { line.Twilio.Url, SimulatedLine.AccountSid, SimulatedLine.ApiKeySid, SimulatedLine.ApiKeySecret,
                From = SimulatedLine.Number, call.Sid }, Stop);
        Assert.Equal(
            """{"calls":["completed"],"texts":["Text 0.","Text 1.","Text 2.","Text 3.","Text 4."],"pages":[2,2,1],"recordings":["2"],"transcription":"They said they would come tomorrow.","called":["queued","outbound-api"],"notCalled":{"status":400,"code":21210},"sent":"queued","redacted":"","deleted":true,"gone":{"status":404,"code":20404},"unknown":{"status":401,"code":20003}}""",
            seen.ToJsonString());
    }

    [Fact]
    public async Task A_recording_s_sound_comes_byte_for_byte_as_wav_and_silent_as_mp3()
    {
        await using var line = await StartAsync();
        var audio = Wav.Silence(7);
        var call = await line.CallAsync(new CallScript { Audio = audio, Transcript = "A message." });
        using var http = Http(line, SimulatedLine.ApiKeySid, SimulatedLine.ApiKeySecret);
        var path = $"2010-04-01/Accounts/{SimulatedLine.AccountSid}/Recordings/{call.Recordings[0]}";
        Assert.Equal(audio, await http.GetByteArrayAsync($"{path}.wav", Stop));
        Assert.Equal(audio, await http.GetByteArrayAsync(path, Stop));
        var mp3 = await http.GetAsync($"{path}.mp3", Stop);
        Assert.Equal("audio/mpeg", mp3.Content.Headers.ContentType?.MediaType);
        Assert.Equal(7000 / 72 + 1, (await mp3.Content.ReadAsByteArrayAsync(Stop)).Length / 72);
    }

    [Fact]
    public async Task Media_lie_behind_a_redirect_to_a_storage_that_takes_no_credentials()
    {
        await using var line = await StartAsync();
        await line.TextAsync(new TextScript { Media = [new MediaFile("image/png", [1, 2, 3])] });
        var url = line.App.To("/text")[0]["MediaUrl0"]!;
        using var http = Http(line, SimulatedLine.AccountSid, SimulatedLine.AuthToken);
        var redirect = await http.GetAsync(url, Stop);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, redirect.StatusCode);
        var storage = new Uri(line.Twilio.Url, redirect.Headers.Location!);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync(storage, Stop)).StatusCode);
        using var anybody = new HttpClient();
        var content = await anybody.GetAsync(storage, Stop);
        Assert.Equal("image/png", content.Content.Headers.ContentType?.MediaType);
        Assert.Equal([1, 2, 3], await content.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(HttpStatusCode.Unauthorized, (await anybody.GetAsync(url, Stop)).StatusCode);
    }

    [Fact]
    public async Task Sent_messages_are_queued_and_their_way_is_told()
    {
        await using var line = await StartAsync();
        var sent = await MessageResource.CreateAsync(
            new("+15005550006"), from: new(SimulatedLine.Number), body: "Did you see who it was?",
            statusCallback: new Uri(line.App.Url, "sent"), client: line.RestClient());
        Assert.Equal((MessageResource.StatusEnum.Queued, MessageResource.DirectionEnum.OutboundApi), (sent.Status, sent.Direction));
        await line.Twilio.SettleAsync(Stop);
        Assert.Equal(["sent", "delivered"], line.App.To("/sent").Select(status => status["MessageStatus"]));
        Assert.All(line.App.To("/sent"), status => Assert.Equal(sent.Sid, status["MessageSid"]));
        Assert.Equal(MessageResource.StatusEnum.Delivered, (await MessageResource.FetchAsync(sent.Sid, client: line.RestClient())).Status);
    }

    [Theory]
    [InlineData("STOP", "+15005550006", SimulatedLine.Number, "Hello.", 21610)]
    [InlineData(null, "5550006", SimulatedLine.Number, "Hello.", 21211)]
    [InlineData(null, "+15005550006", "+15005550199", "Hello.", 21606)]
    [InlineData(null, "+15005550006", SimulatedLine.Number, "", 21602)]
    public async Task A_message_that_can_not_be_sent_is_refused_with_its_code(
        string? saidBefore, string to, string from, string body, int code)
    {
        await using var line = await StartAsync();
        if (saidBefore is not null)
            await line.TextAsync(saidBefore);
        var refused = await Assert.ThrowsAsync<ApiException>(
            () => MessageResource.CreateAsync(new(to), from: new(from), body: body, client: line.RestClient()));
        Assert.Equal((400, code), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task What_is_not_complete_can_not_be_deleted()
    {
        await using var line = await StartAsync();
        var deleting = new TaskCompletionSource<ApiException>();
        line.App.AnswerAsync("/voice", async received =>
        {
            deleting.SetResult(
                await Assert.ThrowsAsync<ApiException>(() => CallResource.DeleteAsync(received["CallSid"], client: line.RestClient())));
            return WebApp.Document("");
        });
        await line.CallAsync();
        Assert.Equal((409, 20009), ((await deleting.Task).Status, (await deleting.Task).Code));
    }

    [Theory]
    [InlineData("PageSize=0", 20007)]
    [InlineData("PageSize=1001", 20007)]
    [InlineData("PageToken=nonsense", 21481)]
    public async Task A_page_that_there_can_not_be_is_refused(string query, int code)
    {
        await using var line = await StartAsync();
        using var http = Http(line, SimulatedLine.AccountSid, SimulatedLine.AuthToken);
        var answer = await http.GetAsync($"2010-04-01/Accounts/{SimulatedLine.AccountSid}/Calls.json?{query}", Stop);
        Assert.Contains($"\"code\":{code}", await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task What_Twilio_has_accepted_is_still_there_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("twilio-");
        try
        {
            string call, media;
            await using (var line = await StartAsync(options: options => options with { DataDirectory = folder.FullName }))
            {
                call = (await line.CallAsync(new CallScript { Audio = Wav.Silence(3), Transcript = "A message." })).Sid;
                await line.TextAsync(new TextScript { Body = "STOP", Media = [new MediaFile("image/png", [1, 2, 3])] });
                media = line.Twilio.Remembers("Media")[0].Sid;
            }

            await using var again = await StartAsync(options: options => options with { DataDirectory = folder.FullName });
            Assert.Equal(call, Assert.Single(again.Twilio.Remembers("Calls")).Sid);
            var recording = Assert.Single(again.Twilio.Remembers("Recordings"));
            using var http = Http(again, SimulatedLine.AccountSid, SimulatedLine.AuthToken);
            Assert.Equal(Wav.Silence(3), await http.GetByteArrayAsync(
                $"2010-04-01/Accounts/{SimulatedLine.AccountSid}/Recordings/{recording.Sid}.wav", Stop));
            Assert.Equal("A message.", again.Twilio.TranscriptOf(Wav.Silence(3)));
            Assert.Equal(media, Assert.Single(again.Twilio.Remembers("Media")).Sid);
            again.App.Answer("/text", "<Message>Hello.</Message>");
            Assert.Equal(21610, Assert.Single((await again.TextAsync("Hello?")).Errors).Code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<SimulatedLine> StartAsync(TimeProvider? time = null, Func<SimulatorOptions, SimulatorOptions>? options = null)
    {
        var line = await SimulatedLine.StartAsync(options, time: time);
        line.App.Answer("/voice", "<Record timeout=\"5\" action=\"/recorded\" transcribe=\"true\" transcribeCallback=\"/transcript\"/>");
        return line;
    }

    private static async Task<(ConversationResult Call, ConversationResult Text)> ReportAsync(SimulatedLine line) => (
        await line.CallAsync(new CallScript { Says = ["They said they would come tomorrow."] }),
        await line.TextAsync(new TextScript { Body = "See the picture.", Media = [new MediaFile("image/png", [1, 2, 3])] }));

    private static string FirstPage(SimulatedLine line, int size) =>
        $"https://api.twilio.com/2010-04-01/Accounts/{SimulatedLine.AccountSid}/Messages.json?PageSize={size}";

    private static HttpClient Http(SimulatedLine line, string user, string password) => new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = line.Twilio.Url,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))) },
    };
}
