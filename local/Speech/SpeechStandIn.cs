using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hotline.Local.Twilio;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.Speech;

/// <summary>
/// Stands in for Azure AI Speech's fast transcription: takes the real request and answers in its shape what the simulator's recordings say
/// (https://learn.microsoft.com/azure/ai-services/speech-service/fast-transcription-create).
/// </summary>
internal sealed class SpeechStandIn : IAsyncDisposable
{
    private static readonly System.Buffers.SearchValues<char> SpanishLetters = System.Buffers.SearchValues.Create("ñáéíóú¿¡");
    private readonly WebApplication web;
    private readonly Func<byte[], string?> transcriptOf;

    private SpeechStandIn(int port, Func<byte[], string?> transcriptOf, ILoggerFactory logs)
    {
        this.transcriptOf = transcriptOf;
        var builder = LoopbackWeb.CreateBuilder(logs);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = 300L * 1024 * 1024;
        });
        web = builder.Build();
        web.MapPost("/speechtotext/transcriptions:transcribe", AnswerAsync);
    }

    /// <summary>Its endpoint.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>What the next requests are answered with, in the place of a transcript.</summary>
    public Queue<int> Failures { get; } = new();

    /// <summary>Starts it.</summary>
    /// <param name="port">The port on 127.0.0.1; 0 is any free one.</param>
    /// <param name="transcriptOf">What is said in a WAV; null where nothing is.</param>
    /// <param name="logs">Its logs.</param>
    /// <param name="stop">Stops the start.</param>
    public static async Task<SpeechStandIn> StartAsync(int port, Func<byte[], string?> transcriptOf, ILoggerFactory logs, CancellationToken stop)
    {
        var speech = new SpeechStandIn(port, transcriptOf, logs);
        await speech.web.StartAsync(stop);
        speech.Url = new Uri($"{speech.web.Urls.First()}/");
        return speech;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => web.DisposeAsync();

    private async Task<IResult> AnswerAsync(HttpRequest request)
    {
        if (request.Headers.Authorization.Count == 0 && !request.Headers.ContainsKey("Ocp-Apim-Subscription-Key"))
            return Error(401, "Unauthorized", "Access denied due to missing credentials.");
        lock (Failures)
            if (Failures.TryDequeue(out var status))
                return Error(status, status == 429 ? "TooManyRequests" : "InternalServerError", "The service is asked to fail.");
        if (request.Query["api-version"] != "2025-10-15" || !request.HasFormContentType)
            return Error(400, "InvalidRequest", "An api-version that is known and multipart/form-data are needed.");
        var form = await request.ReadFormAsync();
        if (form.Files.GetFile("audio") is not { } file || !TryLocales(form["definition"].ToString() is { Length: > 0 } text ? text : await DefinitionFileAsync(form), out var locales))
            return Error(400, "InvalidRequest", "The parts audio and definition are needed.");
        using var sound = new MemoryStream();
        await file.CopyToAsync(sound);
        var seconds = Wav.Seconds(sound.ToArray());
        return seconds == 0
            ? Error(422, "InvalidAudioFormat", "The audio can't be decoded.")
            : Results.Text(Transcript(transcriptOf(sound.ToArray()) ?? "", seconds, locales).ToJsonString(), "application/json");
    }

    private static async Task<string> DefinitionFileAsync(IFormCollection form)
    {
        if (form.Files.GetFile("definition") is not { } file)
            return "";
        using var reader = new StreamReader(file.OpenReadStream());
        return await reader.ReadToEndAsync();
    }

    private static bool TryLocales(string definition, out string[] locales)
    {
        locales = [];
        try
        {
            locales = [.. JsonNode.Parse(definition)?["locales"]?.AsArray().Select(locale => (string)locale!) ?? []];
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Sentences share the sound's time by their length.
    private static JsonObject Transcript(string words, double seconds, string[] locales)
    {
        var locale = locales.FirstOrDefault(l => l.StartsWith(IsSpanish(words) ? "es" : "en", StringComparison.Ordinal)) ?? locales.FirstOrDefault() ?? "en-US";
        var sentences = System.Text.RegularExpressions.Regex.Split(words, @"(?<=[.!?])\s+").Where(s => s.Length > 0).ToList();
        var total = Math.Max(1, sentences.Sum(s => s.Length));
        var phrases = new JsonArray();
        double offset = 0;
        foreach (var sentence in sentences)
        {
            var duration = seconds * 1000 * sentence.Length / total;
            phrases.Add(new JsonObject
            {
                ["offsetMilliseconds"] = (long)offset, ["durationMilliseconds"] = (long)duration, ["text"] = sentence, ["words"] = new JsonArray(), ["locale"] = locale, ["confidence"] = 0.93,
            });
            offset += duration;
        }

        return new JsonObject
        {
            ["durationMilliseconds"] = (long)(seconds * 1000),
            ["combinedPhrases"] = words.Length == 0 ? [] : new JsonArray(new JsonObject { ["text"] = words }),
            ["phrases"] = phrases,
        };
    }

    private static bool IsSpanish(string words) =>
        words.AsSpan().ContainsAny(SpanishLetters) || $" {words} ".Contains(" el ", StringComparison.OrdinalIgnoreCase) || $" {words} ".Contains(" que ", StringComparison.OrdinalIgnoreCase);

    private static IResult Error(int status, string code, string message) => Results.Text(
        new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } }.ToJsonString(), "application/json", statusCode: status);
}
