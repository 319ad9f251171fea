using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Hotline.Local.Speech;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tests.Local.Speech;

/// <summary>The speech service's stand-in, asked by the service's official JavaScript client and by hand.</summary>
public sealed class SpeechTests
{
    private const string Path = "speechtotext/transcriptions:transcribe?api-version=2025-10-15";
    private const string English = "They posted our address. They said they would come tomorrow!";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_official_client_reads_phrases_words_and_times()
    {
        await using var speech = await StartAsync();
        var heard = await AskAsync(speech, Wav.Speak(English, 2), "None", "en-US", "es-MX");
        Assert.Equal(6000, (int)heard["durationInMs"]!);
        Assert.Equal(English, (string?)heard["combinedPhrases"]![0]!["text"]);
        var phrases = heard["phrases"]!.AsArray();
        Assert.Equal(["They posted our address.", "They said they would come tomorrow!"], phrases.Select(
            phrase => (string?)phrase!["text"]));
        Assert.All(phrases, phrase => Assert.Equal("en-US", (string?)phrase!["locale"]));
        Assert.Equal(["They", "posted", "our", "address"], phrases[0]!["words"]!.AsArray().Select(word => (string?)word!["text"]));
        Assert.Equal(0, (int)phrases[0]!["offsetInMs"]!);
        Assert.InRange((int)phrases[1]!["offsetInMs"]! - (int)phrases[0]!["durationInMs"]!, -1, 1);
        Assert.InRange((int)phrases[1]!["offsetInMs"]! + (int)phrases[1]!["durationInMs"]!, 5998, 6000);
        Assert.True((double)phrases[0]!["confidence"]! > 0.5);
    }

    [Theory]
    [InlineData("Van a venir mañana a la escuela.", "es-MX", "en-US", "es-MX")]
    [InlineData("Van a venir manana a la escuela con una pistola.", "es-MX", "en-US", "es-MX")]
    [InlineData(English, "en-US", "en-US", "es-MX")]
    [InlineData("Van a venir mañana.", "es-ES", "en-US", "es-ES")]
    [InlineData(English, "es-MX", "es-MX")]
    public async Task The_language_is_one_of_those_asked_for(string words, string locale, params string[] locales)
    {
        await using var speech = await StartAsync();
        Assert.Equal(locale, (string?)(await AskAsync(speech, Wav.Speak(words, 0), "None", locales))["phrases"]![0]!["locale"]);
    }

    [Theory]
    [InlineData("None", "I will damn well find you.")]
    [InlineData("Masked", "I will **** well find you.")]
    [InlineData(null, "I will **** well find you.")]
    [InlineData("Removed", "I will well find you.")]
    [InlineData("Tags", "I will <profanity>damn</profanity> well find you.")]
    public async Task Threats_are_masked_unless_the_request_says_otherwise(string? mode, string heard)
    {
        await using var speech = await StartAsync();
        Assert.Equal(heard,
            (string?)(await AskAsync(speech, Wav.Speak("I will damn well find you.", 0), mode, "en-US"))["combinedPhrases"]![0]!["text"]);
    }

    [Fact]
    public async Task Where_nothing_is_said_the_text_is_empty()
    {
        await using var speech = await StartAsync();
        var heard = await AskAsync(speech, Wav.Silence(5), "None", "en-US");
        Assert.Equal((5000, ""), ((int)heard["durationInMs"]!, (string?)heard["combinedPhrases"]![0]!["text"]));
        Assert.Empty(heard["phrases"]!.AsArray());
    }

    [Fact]
    public async Task What_can_not_say_it_itself_is_known_by_others()
    {
        await using var speech = await StartAsync(sound => Wav.Seconds(sound.Span) == 3 ? "A message." : null);
        Assert.Equal("A message.", (string?)(await AskAsync(speech, Wav.Silence(3), "None", "en-US"))["combinedPhrases"]![0]!["text"]);
    }

    [Theory]
    [InlineData("no key", 401)]
    [InlineData("another version", 400)]
    [InlineData("no multipart", 415)]
    [InlineData("no audio", 400)]
    [InlineData("audio without a file name", 400)]
    [InlineData("no sound", 422)]
    [InlineData("no JSON", 400)]
    [InlineData("no locale", 400)]
    public async Task A_request_of_the_wrong_shape_is_refused_as_the_service_refuses_it(string what, int status)
    {
        await using var speech = await StartAsync();
        using var http = new HttpClient { BaseAddress = speech.Url };
        using var audio = new ByteArrayContent(what == "no sound"
            ? [1, 2, 3] : Wav.Silence(1)) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } };
        using var definition = new StringContent(what switch { "no JSON" => "locales", "no locale" => """{"locales":["english"]}""", _ => "{}" });
        using var form = new MultipartFormDataContent { { definition, "definition" } };
        if (what == "audio without a file name")
            form.Add(audio, "audio");
        else if (what != "no audio")
            form.Add(audio, "audio", "recording.wav");
        using var request = new HttpRequestMessage(HttpMethod.Post, what == "another version" ? Path.Replace("2025", "2019") : Path)
        {
            Content = what == "no multipart" ? new StringContent("{}") : form,
        };
        if (what != "no key")
            request.Headers.Add("Ocp-Apim-Subscription-Key", "any");
        var answer = await http.SendAsync(request, Stop);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.NotNull((error["error"] ?? error)["code"]);
        Assert.NotNull((error["error"] ?? error)["message"]);
    }

    [Fact]
    public async Task A_token_opens_it_as_a_key_does()
    {
        await using var speech = await StartAsync();
        using var http = new HttpClient { BaseAddress = speech.Url, DefaultRequestHeaders = { Authorization = new("Bearer", "any") } };
        using var audio = new ByteArrayContent(Wav.Speak(English, 0));
        using var form = new MultipartFormDataContent { { audio, "audio", "recording.wav" }, { new StringContent("""{"locales":["en-US"]}"""), "definition" } };
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync(Path, form, Stop)).StatusCode);
    }

    [Fact]
    public async Task It_fails_when_told_to_and_the_official_client_comes_again()
    {
        await using var speech = await StartAsync();
        speech.Fail(429);
        speech.Fail(503);
        Assert.Equal(English, (string?)(await AskAsync(speech, Wav.Speak(English, 0), "None", "en-US"))["combinedPhrases"]![0]!["text"]);
        speech.Fail(500, times: 10);
        Assert.Equal(500, (int)(await AskAsync(speech, Wav.Speak(English, 0), "None", "en-US"))["failed"]!);
    }

    private static Task<SpeechStandIn> StartAsync(Func<ReadOnlyMemory<byte>, string?>? transcriptOf = null) =>
        SpeechStandIn.StartAsync(0, transcriptOf ?? (sound => Wav.WordsOf(sound.Span)), NullLoggerFactory.Instance, Stop);

    private static Task<JsonNode> AskAsync(SpeechStandIn speech, byte[] sound, string? profanityFilterMode, params string[] locales) =>
        Oracle.AskAsync("speech-transcribe.mjs", new { speech.Url, Sound = sound, Options = new { locales, profanityFilterMode } }, Stop);
}
