using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Azure.Core;
using Hotline.Contracts;
using Hotline.Platform.Words;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Transcripts;

/// <summary>
/// Azure AI Speech's fast transcription (https://learn.microsoft.com/azure/ai-services/speech-service/fast-transcription-create): no .NET
/// client of it is published.
/// </summary>
public sealed class SpeechClient(HttpClient http, IOptions<SpeechOptions> options, TokenCredential identity, Languages languages)
{
    private static readonly string[] Scope = ["https://cognitiveservices.azure.com/.default"];

    // Threats are quoted: the default would mask them.
    private readonly string definition =
        $$"""{"locales":[{{string.Join(',', languages.All.Select(language => $"\"{language.Voice.Locale}\""))}}],"profanityFilterMode":"None"}""";

    /// <summary>Has a recording's words.</summary>
    /// <returns>The words and their times; empty where nothing was heard.</returns>
    /// <exception cref="HttpRequestException">The service can't be reached or refuses the audio.</exception>
    public async Task<(string Text, IReadOnlyList<Phrase> Phrases)> TranscribeAsync(byte[] audio, CancellationToken stop)
    {
        using var sound = new ByteArrayContent(audio) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } };
        using var asked = new StringContent(definition);
        using var form = new MultipartFormDataContent { { sound, "audio", "recording.wav" }, { asked, "definition" } };
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(options.Value.Endpoint!, "speechtotext/transcriptions:transcribe?api-version=2025-10-15"))
        { Content = form };
        if (options.Value.Key is { } key)
            request.Headers.Add("Ocp-Apim-Subscription-Key", key);
        else
            request.Headers.Authorization = new("Bearer", (await identity.GetTokenAsync(new TokenRequestContext(Scope), stop)).Token);

        using var response = await http.SendAsync(request, stop);
        var heard = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(SpeechJson.Default.SpeechAnswer, stop);
        return (
            string.Join(' ', heard?.CombinedPhrases?.Select(phrase => phrase.Text) ?? []).Trim(),
            [.. heard?.Phrases?.Select(p =>
                new Phrase(p.OffsetMilliseconds, p.DurationMilliseconds, p.Text ?? "", p.Locale, p.Confidence)) ?? []]);
    }
}

/// <summary>What is used of the service's answer.</summary>
public sealed record SpeechAnswer(IReadOnlyList<SpeechPhrase>? CombinedPhrases, IReadOnlyList<SpeechPhrase>? Phrases);

/// <summary>A phrase; times in milliseconds.</summary>
public sealed record SpeechPhrase(long OffsetMilliseconds, long DurationMilliseconds, string? Text, string? Locale, double? Confidence);

/// <summary>The JSON of the service's answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SpeechAnswer))]
public sealed partial class SpeechJson : JsonSerializerContext;
