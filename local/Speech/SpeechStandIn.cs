using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hotline.Local.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.Speech;

/// <summary>
/// Stands in for Azure AI Speech's fast transcription (https://learn.microsoft.com/rest/api/speechtotext/transcriptions/transcribe): takes
/// the real request, and answers in its shape what somebody who knows the recording says is in it.
/// </summary>
internal sealed class SpeechStandIn : IAsyncDisposable
{
    private const string ApiVersion = "2025-10-15";
    private const long MaxBytes = 250L * 1024 * 1024;

    private readonly ConcurrentQueue<int> failures = new();
    private readonly Func<ReadOnlyMemory<byte>, string?> transcriptOf;
    private readonly WebApplication web;

    private SpeechStandIn(int port, Func<ReadOnlyMemory<byte>, string?> transcriptOf, ILoggerFactory logs)
    {
        this.transcriptOf = transcriptOf;
        var builder = LoopbackWeb.CreateBuilder(new WarningsOnly(logs));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBytes;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        web = builder.Build();
        web.MapPost("/speechtotext/transcriptions:transcribe", AnswerAsync);
    }

    /// <summary>Its endpoint, as the resource's would be.</summary>
    public Uri Url => new($"{web.Urls.First()}/");

    /// <summary>Starts it.</summary>
    /// <param name="port">The port on 127.0.0.1; 0 is any free one.</param>
    /// <param name="transcriptOf">What is said in a WAV; null where nothing is.</param>
    /// <param name="logs">Its logs.</param>
    /// <exception cref="InvalidOperationException">The port is taken; the message says what to do.</exception>
    public static async Task<SpeechStandIn> StartAsync(
        int port, Func<ReadOnlyMemory<byte>, string?> transcriptOf, ILoggerFactory logs, CancellationToken stop)
    {
        var speech = new SpeechStandIn(port, transcriptOf, logs);
        try
        {
            await speech.web.StartAsync(stop);
            return speech;
        }
        catch (IOException e)
        {
            await speech.DisposeAsync();
            throw new InvalidOperationException($"Port {port} is taken: stop what uses it, or give the speech stand-in another port.", e);
        }
    }

    /// <summary>Fails no more.</summary>
    public void Clear() => failures.Clear();

    /// <summary>Has the next requests fail with this status: 429 says when to come again.</summary>
    public void Fail(int status, int times = 1)
    {
        for (var time = 0; time < times; time++)
            failures.Enqueue(status);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => web.DisposeAsync();

    private async Task<IResult> AnswerAsync(HttpRequest request, CancellationToken stop)
    {
        // The gateway before the service answers in another form than the service.
        if (request.Headers.Authorization.Count == 0 && !request.Headers.ContainsKey("Ocp-Apim-Subscription-Key"))
            return Results.Json(
                new { error = new { code = "401", message = "Access denied due to invalid subscription key or wrong API endpoint." } },
                statusCode: 401);
        if (failures.TryDequeue(out var status))
        {
            if (status == 429)
                request.HttpContext.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
            return Error(status, status == 429 ? "TooManyRequests" : "InternalServerError", "The stand-in was told to fail.");
        }

        if (request.Query["api-version"] != ApiVersion)
            return Error(400, "InvalidArgument", $"The api-version is not {ApiVersion}.");
        if (!request.HasFormContentType || !request.ContentType!.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return Error(415, "UnsupportedMediaType", "The request is not multipart/form-data.");
        return await TranscribeAsync(await request.ReadFormAsync(stop), stop);
    }

    private async Task<IResult> TranscribeAsync(IFormCollection form, CancellationToken stop)
    {
        TranscribeDefinition definition;
        try
        {
            definition = TranscribeDefinition.Read(await TextOfAsync(form, "definition", stop));
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return Error(400, "InvalidArgument", e is FormatException ? e.Message : "The definition is not JSON.");
        }

        // A part without a file name is a text to the service, and no sound.
        if (form.Files.GetFile("audio") is not { } file)
            return Error(400, "InvalidArgument", "The form has no file 'audio'.");
        using var sound = new MemoryStream();
        await file.CopyToAsync(sound, stop);
        var bytes = sound.GetBuffer().AsMemory(0, (int)sound.Length);
        var duration = TimeSpan.FromSeconds(Wav.Seconds(bytes.Span));
        return duration == TimeSpan.Zero
            ? Error(422, "UnprocessableEntity", "The audio can't be decoded.", "InvalidAudioFormat")
            : Results.Text(FastTranscript.Of(transcriptOf(bytes) ?? "", duration, definition).ToJsonString(), "application/json");
    }

    private static async Task<string> TextOfAsync(IFormCollection form, string part, CancellationToken stop)
    {
        if (form.Files.GetFile(part) is not { } file)
            return form[part].ToString();
        using var reader = new StreamReader(file.OpenReadStream());
        return await reader.ReadToEndAsync(stop);
    }

    private static IResult Error(int status, string code, string message, string? inner = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (inner is not null)
            error["innerError"] = new JsonObject { ["code"] = inner, ["message"] = message };
        return Results.Text(error.ToJsonString(), "application/json", statusCode: status);
    }
}
