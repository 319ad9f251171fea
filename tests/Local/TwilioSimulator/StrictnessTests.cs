using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Twiml;
using Microsoft.AspNetCore.Http;
using Twilio.TwiML;
using Twilio.TwiML.Voice;
using HttpMethod = Twilio.Http.HttpMethod;
using Record = Twilio.TwiML.Voice.Record;
using Task = System.Threading.Tasks.Task;

namespace Hotline.Tests.Local.Twilio;

/// <summary>What Twilio refuses, and what it takes.</summary>
public sealed class StrictnessTests
{
    private const string Xml = "text/xml";
    private static readonly Uri Url = new("https://hotline.example.org/voice");

    public static TheoryData<string, int> RefusedVoice => new()
    {
        { "<?xml version=\"1.0\"?>", 12100 },
        { "\n<?xml version=\"1.0\"?><Response/>", 12100 },
        { "<Response><Say>Hello</Response>", 12100 },
        { "Hello", 12100 },
        { "<!DOCTYPE x [<!ENTITY a 'b'>]><Response><Say>&a;</Say></Response>", 12100 },
        { "<response/>", 12102 },
        { "<Reply/>", 12102 },
        { "<Response xmlns=\"http://example.org\"/>", 12102 },
        { Verbs("<say>Hello</say>"), 12200 },
        { Verbs("<Speak>Hello</Speak>"), 12200 },
        { Verbs("<Message>Hello</Message>"), 12200 },
        { Verbs("Hello"), 12200 },
        { Verbs("<Hangup>Goodbye</Hangup>"), 12200 },
        { Verbs("<Say Voice=\"alice\">Hello</Say>"), 12200 },
        { Verbs("<Say tone=\"calm\">Hello</Say>"), 12200 },
        { Verbs("<Say>Hello<Pause/></Say>"), 12200 },
        { Verbs("<Say>Hello<break speed=\"1\"/></Say>"), 12200 },
        { Verbs("<Redirect after=\"1\">/next</Redirect>"), 12200 },
        { Verbs("<Record><Say>Hello</Say></Record>"), 12200 },
        { Verbs("<Record trim=\"true\"/>"), 12200 },
        { Verbs("<Record action=\"mailto:someone@example.org\"/>"), 11100 },
        { Verbs("<Record recordingStatusCallback=\"not a url\"/>"), 11100 },
        { Verbs("<Redirect/>"), 11100 },
        { Verbs("<Play/>"), 11100 },
        { Verbs("<Gather finishOnKey=\"##\"/>"), 13310 },
        { Verbs("<Gather method=\"post\"/>"), 13312 },
        { Verbs("<Gather timeout=\"0\"/>"), 13313 },
        { Verbs("<Gather timeout=\"5s\"/>"), 13313 },
        { Verbs("<Gather numDigits=\"-1\"/>"), 13314 },
        { Verbs("<Gather><Record/></Gather>"), 13320 },
        { Verbs("<Gather><Gather/></Gather>"), 13320 },
        { Verbs("<Gather><Say voice=\"nobody\">Hello</Say></Gather>"), 13321 },
        { Verbs("<Gather><Say loop=\"-1\">Hello</Say></Gather>"), 13322 },
        { Verbs("<Gather input=\"keys\"/>"), 13326 },
        { Verbs("<Gather language=\"xx-XX\"/>"), 13331 },
        { Verbs("<Gather actionOnEmptyResult=\"yes\"/>"), 13338 },
        { Verbs("<Play loop=\"many\">/hello.wav</Play>"), 13410 },
        { Verbs("<Play digits=\"9a\"/>"), 13430 },
        { Verbs("<Say loop=\"1.5\">Hello</Say>"), 13510 },
        { Verbs("<Say voice=\"Polly.Nobody\">Hello</Say>"), 13511 },
        { Verbs("<Say language=\"english\">Hello</Say>"), 13512 },
        { Verbs("<Say> </Say>"), 13520 },
        { Verbs("<Gather><Say/></Gather>"), 13520 },
        { Verbs($"<Say>{new string('a', 4097)}</Say>"), 13521 },
        { Verbs($"<Say voice=\"Polly.Joanna-Neural\">{new string('a', 3001)}</Say>"), 13521 },
        { Verbs("<Record method=\"PUT\"/>"), 13610 },
        { Verbs("<Record timeout=\"0\"/>"), 13611 },
        { Verbs("<Record maxLength=\"\"/>"), 13612 },
        { Verbs("<Record finishOnKey=\"x\"/>"), 13613 },
        { Verbs("<Record transcribe=\"1\"/>"), 13614 },
        { Verbs("<Record transcribe=\"true\" maxLength=\"121\"/>"), 13615 },
        { Verbs("<Record playBeep=\"True\"/>"), 13616 },
        { Verbs("<Record recordingStatusCallbackEvent=\"completed,absent\"/>"), 13621 },
        { Verbs("<Redirect method=\"get\">/next</Redirect>"), 13710 },
        { Verbs("<Pause length=\"0\"/>"), 13910 },
        { Verbs("<Dial method=\"PUT\">+15005550100</Dial>"), 13210 },
        { Verbs("<Dial timeout=\"0\">+15005550100</Dial>"), 13212 },
        { Verbs("<Dial callerId=\"5550100\">+15005550100</Dial>"), 13214 },
        { Verbs("<Dial><Say>Hello</Say></Dial>"), 13215 },
        { Verbs("<Dial>911</Dial>"), 13223 },
        { Verbs("<Dial/>"), 13223 },
        { Verbs($"<Say>Hello</Say><!--{new string('a', 64 * 1024)}-->"), 11750 },
    };

    public static TheoryData<string, int> RefusedMessaging => new()
    {
        { Verbs("<Say>Hello</Say>"), 12200 },
        { Verbs("<Message><Say>Hello</Say></Message>"), 12200 },
        { Verbs("<Message voice=\"alice\">Hello</Message>"), 12200 },
        { Verbs("<Message to=\"someone\">Hello</Message>"), 14101 },
        { Verbs("<Message from=\"5550100\">Hello</Message>"), 14102 },
        { Verbs("<Message/>"), 14103 },
        { Verbs("<Message><Body> </Body></Message>"), 14103 },
        { Verbs($"<Message>{new string('a', 1601)}</Message>"), 14103 },
        { Verbs("<Message method=\"PUT\">Hello</Message>"), 14104 },
        { Verbs("<Message statusCallback=\"not a url\">Hello</Message>"), 14105 },
    };

    [Theory]
    [MemberData(nameof(RefusedVoice))]
    public void A_call_s_document_that_Twilio_refuses_is_an_error_with_its_code(string document, int code) =>
        Assert.Equal(code, Assert.Throws<TwilioException>(() => TwimlDocument.Read(document, Xml, voice: true, Url)).Code);

    [Theory]
    [MemberData(nameof(RefusedMessaging))]
    public void A_text_s_document_that_Twilio_refuses_is_an_error_with_its_code(string document, int code) =>
        Assert.Equal(code, Assert.Throws<TwilioException>(() => TwimlDocument.Read(document, Xml, voice: false, Url)).Code);

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/css")]
    [InlineData(null)]
    public void An_answer_of_another_content_type_is_refused(string? contentType) =>
        Assert.Equal(12300, Assert.Throws<TwilioException>(() => TwimlDocument.Read("<Response/>", contentType, voice: true, Url)).Code);

    [Theory]
    [InlineData("text/xml; charset=utf-8")]
    [InlineData("application/xml")]
    [InlineData("text/html")]
    public void An_answer_is_taken_as_xml_or_html(string contentType) =>
        Assert.Single(TwimlDocument.Read(Verbs("<Hangup/>"), contentType, voice: true, Url).Verbs);

    [Fact]
    public void A_plain_answer_is_said_or_sent()
    {
        Assert.Equal("<Say>Hello</Say>", Assert.Single(TwimlDocument.Read("Hello", "text/plain", voice: true, Url).Verbs).ToString());
        Assert.Equal("<Message>Hello</Message>",
            Assert.Single(TwimlDocument.Read("Hello", "text/plain; charset=utf-8", voice: false, Url).Verbs).ToString());
    }

    [Fact]
    public void An_empty_answer_ends_politely() => Assert.Empty(TwimlDocument.Read("", null, voice: true, Url).Verbs);

    [Fact]
    public void The_sdk_writes_nothing_that_is_refused()
    {
        var menu = new Gather(
            [Gather.InputEnum.Dtmf], Url, HttpMethod.Post, timeout: 4, numDigits: 1, finishOnKey: "#", actionOnEmptyResult: true);
        menu.Append(new Say("Para español, oprima el dos.", "Polly.Mia-Neural", language: "es-MX"));
        var spoken = new Say(voice: Say.VoiceEnum.PollyJoannaNeural, language: Say.LanguageEnum.EnUs);
        spoken.Append(new SsmlSayAs("1234", SsmlSayAs.InterpretAsEnum.Digits)).Append(new SsmlBreak(time: "1s"));
        var document = new VoiceResponse().Append(menu).Append(spoken).Append(new Pause(1))
            .Append(new Record(
                new Uri("/recorded?take=1#rc=1&rp=all", UriKind.Relative), HttpMethod.Post, timeout: 10, finishOnKey: "#",
                maxLength: 120, playBeep: true,
                trim: Record.TrimEnum.DoNotTrim, recordingStatusCallback: Url, recordingStatusCallbackMethod: HttpMethod.Post,
                recordingStatusCallbackEvent: [
                    Record.RecordingEventEnum.InProgress, Record.RecordingEventEnum.Completed, Record.RecordingEventEnum.Absent],
                transcribe: true, transcribeCallback: Url))
            .Append(new Dial("+15005550100", Url, HttpMethod.Post, timeout: 20, callerId: "+15005550101"))
            .Append(new Redirect(Url, HttpMethod.Post)).Append(new Hangup());
        var text = new MessagingResponse().Message("Gracias.", action: Url, method: HttpMethod.Post, statusCallback: Url);
        Assert.Equal(7, TwimlDocument.Read(document.ToString(), Xml, voice: true, Url).Verbs.Count);
        Assert.Single(TwimlDocument.Read(text.ToString(), Xml, voice: false, Url).Verbs);
    }

    [Fact]
    public void What_is_wrong_is_said_without_the_words_and_numbers_in_it()
    {
        var refused = Assert.Throws<TwilioException>(
            () => TwimlDocument.Read(Verbs("<Dial callerId=\"555 0100\">+15005550100</Dial>"), Xml, voice: true, Url));
        Assert.Equal("<Dial> does not take what its callerId says.", refused.Message);
    }

    [Fact]
    public async Task A_caller_hears_the_application_error_of_a_refused_document()
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", "<Say voice=\"nobody\">Hello</Say>");
        var call = await line.CallAsync();
        Assert.True(call.HeardError);
        Assert.Equal("an application error", call.Ending);
        Assert.Equal(13511, Assert.Single(call.Errors).Code);
        Assert.Contains(call.Lines, heard => heard is { Who: "twilio" } && heard.Text.Contains("application error"));
        Assert.Equal(13511, Assert.Single(line.Twilio.Debugger).Code);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(503)]
    public async Task A_caller_hears_the_application_error_of_a_failed_answer(int status)
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", _ => Results.StatusCode(status));
        var call = await line.CallAsync();
        Assert.True(call.HeardError);
        Assert.Equal(11200, Assert.Single(call.Errors).Code);
    }

    private static string Verbs(string verbs) => $"<Response>{verbs}</Response>";
}
