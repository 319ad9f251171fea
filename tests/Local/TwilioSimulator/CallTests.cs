using Hotline.Local.Speech;
using Hotline.Local.Twilio.Account;
using Microsoft.AspNetCore.Http;

namespace Hotline.Tests.Local.Twilio;

/// <summary>How calls go: menus, recordings, silence, hang-ups, and what is told of them.</summary>
public sealed class CallTests
{
    // Like the hotline's own documents: a menu, a recording, and the way on for those who are silent.
    private const string Greeting = """
        <Gather input="dtmf" numDigits="1" timeout="4" action="/menu" method="POST">
          <Say language="en-US">Hello.</Say><Say language="es-MX">Hola.</Say>
        </Gather>
        """ + Recording;

    private const string Recording = """
        <Say>Speak.</Say>
        <Record action="/recorded" timeout="10" maxLength="60" finishOnKey="#" recordingStatusCallback="/recording" recordingStatusCallbackEvent="in-progress completed absent"/>
        <Redirect>/silent</Redirect>
        """;

    [Fact]
    public async Task A_call_prints_as_a_conversation()
    {
        await using var line = await StartAsync();
        line.App.Answer("/menu", "<Say language=\"es-MX\">Diga.</Say><Record action=\"/recorded\" finishOnKey=\"#\"/>");
        var call = await line.CallAsync(new CallScript { Keys = ["2"], Says = ["Hay una amenaza en la escuela."] });
        Assert.Equal(
            [
                "caller calls +15005550100", "hotline says (en-US) Hello.", "hotline says (es-MX) Hola.", "caller presses 2",
                "hotline says (es-MX) Diga.",
                "twilio beeps", "caller says (es-MX) Hay una amenaza en la escuela.", "caller presses #",
                $"twilio keeps a recording {call.Recordings[0]}, 2 s",
                "hotline says (en-US) Thank you.", "hotline says (en-US) Goodbye.", "hotline hangs up",
            ],
            call.Lines.Select(heard => $"{heard.Who} {heard.Does} {heard.Text}".Trim()));
        Assert.Equal("the hotline hung up", call.Ending);
        Assert.False(call.HeardError);
        Assert.Empty(call.Errors);
    }

    [Fact]
    public async Task The_first_request_has_the_fields_of_a_new_call_and_later_ones_of_a_call_in_progress()
    {
        await using var line = await StartAsync();
        await line.CallAsync(new CallScript { Keys = ["1"] });
        var (first, later) = (Assert.Single(line.App.To("/voice")), Assert.Single(line.App.To("/menu")));
        foreach (var field in new[]
        {
            "AccountSid", "ApiVersion", "CallSid", "CallStatus", "Direction", "From", "To", "Caller", "Called", "FromCity",
            "FromState", "FromZip", "FromCountry",
            "ToCity", "ToState", "ToZip", "ToCountry", "CallerCity", "CallerState", "CallerZip", "CallerCountry", "CalledCity",
            "CalledState", "CalledZip", "CalledCountry",
        })
        {
            Assert.NotNull(first[field]);
            Assert.NotNull(later[field]);
        }

        Assert.Equal(("ringing", "inbound", "+15005550006", SimulatedLine.Number),
            (first["CallStatus"], first["Direction"], first["From"], first["Called"]));
        Assert.NotNull(first["CallToken"]);
        Assert.Equal("TN-Validation-Passed-A", first["StirVerstat"]);
        Assert.Equal(("in-progress", null, null), (later["CallStatus"], later["CallToken"], later["StirVerstat"]));
        Assert.Equal(("1", "", "Gather End"), (later["Digits"], later["FinishedOnKey"], later["msg"]));
    }

    [Theory]
    [InlineData("audio/mpeg", 200, null)]
    [InlineData("text/html", 200, 13420)]
    [InlineData("audio/mpeg", 404, 11200)]
    public async Task What_is_played_is_fetched_and_the_call_goes_on_without_what_is_no_sound(string type, int status, int? error)
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", "<Play>sounds/hello</Play><Say>Goodbye.</Say>");
        line.App.Answer("/sounds/hello", _ => Results.Text("sound", type, statusCode: status));
        var call = await line.CallAsync();
        Assert.Equal("GET", Assert.Single(line.App.To("/sounds/hello")).Method);
        Assert.Equal(error is { } code ? [code] : [], call.Errors.Select(shown => shown.Code));
        Assert.Contains(call.Lines, said => said.Text == "Goodbye.");
    }

    [Fact]
    public async Task A_forwarded_call_says_from_where_in_every_request()
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", "<Redirect>more</Redirect>");
        line.App.Answer("/more", "<Hangup/>");
        await line.CallAsync(new CallScript { ForwardedFrom = "+15005550177" });
        Assert.Equal("+15005550177", Assert.Single(line.App.To("/voice"))["ForwardedFrom"]);
        Assert.Equal("+15005550177", Assert.Single(line.App.To("/more"))["ForwardedFrom"]);
        await line.CallAsync();
        Assert.Null(line.App.To("/voice")[^1]["ForwardedFrom"]);
    }

    [Fact]
    public async Task A_recording_is_told_to_its_action_and_its_callback()
    {
        await using var line = await StartAsync();
        var call = await line.CallAsync(new CallScript { Says = [string.Join(' ', Enumerable.Repeat("word", 30))] });
        var action = Assert.Single(line.App.To("/recorded"));
        var sid = Assert.Single(call.Recordings);
        Assert.Equal((sid, "12", "#", "in-progress"),
            (action["RecordingSid"], action["RecordingDuration"], action["Digits"], action["CallStatus"]));
        Assert.Equal($"{line.Twilio.Url}2010-04-01/Accounts/{SimulatedLine.AccountSid}/Recordings/{sid}", action["RecordingUrl"]);

        var callbacks = line.App.To("/recording").ToDictionary(callback => callback["RecordingStatus"]!);
        Assert.Equal(["completed", "in-progress"], callbacks.Keys.Order());
        var completed = callbacks["completed"];
        Assert.Equal((call.Sid, sid, "12", "1", "RecordVerb", "0"), (
            completed["CallSid"], completed["RecordingSid"], completed["RecordingDuration"], completed["RecordingChannels"],
            completed["RecordingSource"], completed["ErrorCode"]));
        Assert.Null(completed["From"]);
        Assert.Null(completed["To"]);
        Assert.Matches(@"^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$", completed["RecordingStartTime"]);
    }

    [Fact]
    public async Task The_end_of_a_call_is_told_with_its_counted_time()
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", "<Pause length=\"61\"/><Say>One two three four five.</Say>");
        var call = await line.CallAsync();
        var status = Assert.Single(line.App.To("/status"));
        Assert.Equal(("completed", "63", "2", "0", "call-progress-events"), (
            status["CallStatus"], status["CallDuration"], status["Duration"], status["SequenceNumber"], status["CallbackSource"]));
        Assert.NotNull(status["Timestamp"]);
        Assert.Equal("the document ended", call.Ending);
        Assert.Equal(("completed", "63"), (line.Twilio.Remembers("Calls")[0]["status"], line.Twilio.Remembers("Calls")[0]["duration"]));
    }

    [Theory]
    [InlineData("greeting", "hotline says (en-US) Hello.", 0)]
    [InlineData("menu", "hotline says (en-US) Speak.", 0)]
    [InlineData("record", "twilio keeps a recording", 1)]
    [InlineData("receipt", "hotline says (en-US) Thank you.", 1)]
    public async Task A_caller_can_hang_up_after_any_step_and_what_was_said_is_kept(string step, string heardLast, int recordings)
    {
        await using var line = await StartAsync();
        var call = await line.CallAsync(new CallScript { Says = ["They said they would come tomorrow."], HangUpAfter = step });
        Assert.Equal("the caller hung up", call.Ending);
        Assert.Equal(recordings, call.Recordings.Count);
        var lines = call.Lines.Select(heard => $"{heard.Who} {heard.Does} {heard.Text}".Trim()).ToList();
        Assert.Equal("caller hangs up", lines[^1]);
        Assert.StartsWith(heardLast, lines[^2]);
        Assert.Equal("completed", Assert.Single(line.App.To("/status"))["CallStatus"]);
    }

    [Fact]
    public async Task A_hang_up_while_recording_is_told_to_the_action_whose_answer_nobody_hears()
    {
        await using var line = await StartAsync();
        line.App.Answer("/recorded", "<Say voice=\"nobody\">Thank you.</Say>");
        var call = await line.CallAsync(new CallScript { Says = ["Help."], HangUpAfter = "record" });
        var action = Assert.Single(line.App.To("/recorded"));
        Assert.Equal(("hangup", "completed"), (action["Digits"], action["CallStatus"]));
        Assert.False(call.HeardError);
        Assert.DoesNotContain(call.Lines, heard => heard.Text == "Thank you.");
        Assert.Contains(line.App.To("/recording"), callback => callback["RecordingStatus"] == "completed");
    }

    [Fact]
    public async Task A_step_that_is_none_is_refused_with_the_steps_there_are()
    {
        await using var line = await StartAsync();
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => line.CallAsync(new CallScript { HangUpAfter = "lunch" }));
        Assert.Equal("A caller can hang up after greeting, menu, record, receipt.", refused.Message);
        Assert.Empty(line.App.Requests);
    }

    [Fact]
    public async Task A_silent_recording_is_kept_as_documented_today()
    {
        await using var line = await StartAsync();
        var call = await line.CallAsync(new CallScript());
        var action = Assert.Single(line.App.To("/recorded"));
        Assert.Equal(("10", null), (action["RecordingDuration"], action["Digits"]));
        Assert.Single(call.Recordings);
        Assert.Empty(line.App.To("/silent"));
    }

    [Fact]
    public async Task Or_it_is_dropped_and_the_document_goes_on_as_documented_before()
    {
        await using var line = await StartAsync();
        line.App.Answer("/silent", "<Say>Nothing was heard.</Say>");
        var call = await line.CallAsync(new CallScript { SilenceFallsThrough = true });
        Assert.Empty(line.App.To("/recorded"));
        Assert.Single(line.App.To("/silent"));
        Assert.Empty(call.Recordings);
        Assert.Equal(16102, Assert.Single(call.Errors).Code);
        var absent = line.App.To("/recording").Single(callback => callback["RecordingStatus"] == "absent");
        Assert.Equal(("0", "16102", null), (absent["RecordingDuration"], absent["ErrorCode"], absent["RecordingUrl"]));
    }

    [Fact]
    public async Task Without_a_key_the_silence_that_ends_a_recording_is_part_of_it()
    {
        await using var line = await StartAsync();
        await line.CallAsync(new CallScript { Says = ["One two three four five."], FinishKey = null });
        var action = Assert.Single(line.App.To("/recorded"));
        Assert.Equal(("12", null), (action["RecordingDuration"], action["Digits"]));
    }

    [Fact]
    public async Task A_key_that_does_not_finish_recordings_does_not()
    {
        await using var line = await StartAsync();
        await line.CallAsync(new CallScript { Says = ["Help."], FinishKey = "9" });
        Assert.Null(Assert.Single(line.App.To("/recorded"))["Digits"]);
    }

    [Fact]
    public async Task What_a_recording_s_length_cuts_off_is_said_at_the_next_one()
    {
        await using var line = await StartAsync();
        line.App.Answer("/recorded", received => WebApp.Document(received["Digits"] == "#" ? "<Hangup/>" : Recording));
        var words = Enumerable.Range(1, 200).Select(number => $"word{number}").ToList();
        var call = await line.CallAsync(new CallScript { Says = [string.Join(' ', words)] });
        Assert.Equal(["60", "20"], line.App.To("/recorded").Select(action => action["RecordingDuration"]));
        Assert.Equal([null, "#"], line.App.To("/recorded").Select(action => action["Digits"]));
        Assert.Equal(words, call.Lines.Where(heard => heard.Does.StartsWith("says", StringComparison.Ordinal)
            && heard.Who == "caller").SelectMany(heard => heard.Text.Split(' ')));
    }

    [Fact]
    public async Task A_wav_is_recorded_byte_for_byte_and_those_who_transcribe_hear_what_is_said_of_it()
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", "<Record action=\"/recorded\" transcribe=\"true\" transcribeCallback=\"/transcript\"/>");
        var audio = Wav.Silence(7);
        var call = await line.CallAsync(new CallScript { Audio = audio, Transcript = "The caller plays a message." });
        Assert.Equal("7", Assert.Single(line.App.To("/recorded"))["RecordingDuration"]);
        Assert.Equal("The caller plays a message.", Assert.Single(line.App.To("/transcript"))["TranscriptionText"]);
        Assert.Equal("The caller plays a message.", line.Twilio.TranscriptOf(audio));
        Assert.Null(line.Twilio.TranscriptOf(Wav.Silence(8)));
        await Assert.ThrowsAsync<ArgumentException>(() => line.CallAsync(new CallScript { Audio = [1, 2, 3] }));
    }

    [Fact]
    public async Task A_wav_that_would_have_to_be_cut_is_refused_and_the_call_fails()
    {
        await using var line = await StartAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => line.CallAsync(new CallScript { Audio = Wav.Silence(61) }));
        Assert.Equal("failed", Assert.Single(line.Twilio.Remembers("Calls"))["status"]);
    }

    [Theory]
    [InlineData("They will come tomorrow, and they know where we are.", null, "completed",
        "They will come tomorrow, and they know where we are.")]
    [InlineData("Van a venir mañana a la escuela.", null, "failed", "")]
    [InlineData("They will come tomorrow at noon.", "es-MX", "failed", "")]
    [InlineData("Help.", null, "failed", "")]
    [InlineData("", null, "failed", "")]
    public async Task The_classic_transcription_knows_English_of_two_seconds_and_more(
        string words, string? language, string status, string text)
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", "<Record action=\"/recorded\" timeout=\"10\" transcribe=\"true\" transcribeCallback=\"/transcript\"/>");
        var call = await line.CallAsync(new CallScript { Says = [words], Language = language });
        var callback = Assert.Single(line.App.To("/transcript"));
        Assert.Equal((status, text, call.Recordings[0]),
            (callback["TranscriptionStatus"], callback["TranscriptionText"], callback["RecordingSid"]));
        Assert.Equal((callback["TranscriptionSid"], status),
            (Assert.Single(line.Twilio.Remembers("Transcriptions")).Sid, line.Twilio.Remembers("Transcriptions")[0]["status"]));
        Assert.NotNull(callback["From"]);
    }

    [Theory]
    [InlineData("<Gather timeout=\"4\"/><Say>Nobody pressed.</Say>", "", "Nobody pressed.", null)]
    [InlineData("<Gather action=\"/menu\" actionOnEmptyResult=\"true\"/><Say>Not reached.</Say>", "", null, "")]
    [InlineData("<Gather action=\"/menu\" numDigits=\"2\"/>", "1234", null, "12")]
    [InlineData("<Gather action=\"/menu\"/>", "1234#", null, "1234")]
    [InlineData("<Gather action=\"/menu\" finishOnKey=\"\"/>", "12#4", null, "12#4")]
    [InlineData("<Gather action=\"/menu\" input=\"speech\"/><Say>Only words count.</Say>", "1", "Only words count.", null)]
    public async Task A_gather_takes_keys_as_it_says(string verbs, string keys, string? heard, string? digits)
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", verbs);
        var call = await line.CallAsync(new CallScript { Keys = [keys] });
        Assert.Equal(heard, call.Lines.SingleOrDefault(spoken => spoken.Does.StartsWith("says", StringComparison.Ordinal))?.Text);
        Assert.Equal(digits, line.App.To("/menu").SingleOrDefault()?["Digits"]);
    }

    [Theory]
    [InlineData("completed", "30")]
    [InlineData("no-answer", "0")]
    public async Task A_dialled_call_ends_and_its_action_goes_on(string status, string seconds)
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", "<Dial action=\"/dialed\" timeout=\"15\">+15005550101</Dial><Say>Not reached.</Say>");
        var call = await line.CallAsync(new CallScript { DialStatus = status });
        var action = Assert.Single(line.App.To("/dialed"));
        Assert.Equal((status, seconds), (action["DialCallStatus"], action["DialCallDuration"]));
        Assert.DoesNotContain(call.Lines, heard => heard.Text == "Not reached.");
    }

    [Fact]
    public async Task Without_an_action_the_document_goes_on_after_a_dial()
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", "<Dial><Number>+15005550101</Number></Dial><Say>Goodbye.</Say>");
        Assert.Contains((await line.CallAsync()).Lines, heard => heard.Text == "Goodbye.");
    }

    [Fact]
    public async Task A_rejected_call_is_busy()
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", "<Reject reason=\"busy\"/>");
        await line.CallAsync();
        Assert.Equal("busy", Assert.Single(line.App.To("/status"))["CallStatus"]);
    }

    [Theory]
    [InlineData("<Redirect>/voice</Redirect>", "the simulator gave up after 500 documents")]
    [InlineData("<Pause length=\"7201\"/><Redirect>/voice</Redirect>", "the call had lasted four hours")]
    public async Task An_endless_call_ends(string verbs, string ending)
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", verbs);
        Assert.Equal(ending, (await line.CallAsync()).Ending);
    }

    [Fact]
    public async Task Relative_urls_are_relative_to_their_document()
    {
        await using var line = await SimulatedLine.StartAsync(
            number: number => number with { VoiceUrl = new Uri(number.VoiceUrl!, "a/b/voice") });
        line.App.Answer("/a/b/voice", "<Redirect>next?x=1</Redirect>");
        await line.CallAsync();
        Assert.Equal("/a/b/next?x=1", Assert.Single(line.App.To("/a/b/next")).Target);
    }

    [Fact]
    public async Task Many_calls_go_at_once()
    {
        await using var line = await StartAsync();
        var calls = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(number => line.CallAsync(new CallScript { Says = [$"Report {number}."] })));
        Assert.Equal(20, calls.Select(call => call.Sid).Distinct().Count());
        Assert.All(calls, call => Assert.Empty(call.Errors));
        Assert.Equal(20, calls.SelectMany(call => call.Recordings).Distinct().Count());
        Assert.Equal(calls.Select(call => call.Sid).Order(), line.App.To("/status").Select(status => status["CallSid"]).Order());
    }

    private static async Task<SimulatedLine> StartAsync()
    {
        var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", Greeting);
        line.App.Answer("/menu", Recording);
        line.App.Answer("/recorded", "<Say>Thank you.</Say><Say>Goodbye.</Say><Hangup/>");
        return line;
    }
}
