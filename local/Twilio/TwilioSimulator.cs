using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.Twilio;

/// <summary>
/// Twilio on one machine: plays calls and texts against the webhooks of its numbers, as strictly as Twilio does, and serves the REST API. It can
/// misbehave on request.
/// </summary>
internal sealed class TwilioSimulator : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web);
    private readonly ConcurrentDictionary<string, string> knownWords = new();
    private readonly TwilioRecords records;
    private readonly Webhooks webhooks;
    private readonly WebApplication web;
    private readonly TimeProvider time;

    private TwilioSimulator(SimulatorOptions options, ILoggerFactory logs, TimeProvider time)
    {
        this.time = time;
        records = new TwilioRecords(options.DataDirectory, options.AccountSid, time);
        webhooks = new Webhooks(options, Misbehaviour);
        Numbers = options.Numbers;
        var builder = LoopbackWeb.CreateBuilder(logs);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        web = builder.Build();
        new RestApi(options, records, Misbehaviour).Map(web);
        web.MapPost("/simulator/calls", (HttpContext context) => PlayAsync<CallScript>(context, CallAsync));
        web.MapPost("/simulator/texts", (HttpContext context) => PlayAsync<TextScript>(context, TextAsync));
    }

    /// <summary>The base of its REST API.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>What goes wrong on request.</summary>
    public Misbehaviour Misbehaviour { get; } = new();

    /// <summary>The account's numbers.</summary>
    public IReadOnlyList<SimulatedNumber> Numbers { get; set; }

    /// <summary>Where webhooks are really sent, whatever their URL says; the URL is signed as it is. Null: where it says.</summary>
    public Uri? ConnectTo
    {
        get => webhooks.ConnectTo;
        set => webhooks.ConnectTo = value;
    }

    /// <summary>Starts it.</summary>
    /// <exception cref="InvalidOperationException">The port is taken; the message says what to do.</exception>
    public static async Task<TwilioSimulator> StartAsync(SimulatorOptions options, ILoggerFactory logs, TimeProvider time, CancellationToken stop)
    {
        var simulator = new TwilioSimulator(options, logs, time);
        try
        {
            await simulator.web.StartAsync(stop);
        }
        catch (IOException e)
        {
            await simulator.DisposeAsync();
            throw new InvalidOperationException($"Port {options.Port} is taken: stop what uses it, or give the Twilio simulator another port.", e);
        }

        simulator.Url = new Uri($"{simulator.web.Urls.First()}/");
        return simulator;
    }

    /// <summary>Plays a call to its last callback.</summary>
    public async Task<ConversationResult> CallAsync(CallScript script, Action<ConversationLine>? heard, CancellationToken stop)
    {
        if (script.HangUpAfter is { } step && !CallScript.Steps.Contains(step))
            throw new ArgumentException($"A caller can hang up after {string.Join(", ", CallScript.Steps)}.");
        if (script is { Audio: { } audio, Transcript: { } words })
            knownWords[HashOf(audio)] = words;
        var conversation = new Conversation(webhooks, Misbehaviour, heard, stop);
        var call = new PhoneCall(script, NumberOf(script.To), records, Url, conversation, TranscriptOf, time);
        await call.PlayAsync();
        return await conversation.EndAsync(call.Sid);
    }

    /// <summary>Sends a text and takes its answer.</summary>
    public async Task<ConversationResult> TextAsync(TextScript script, Action<ConversationLine>? heard, CancellationToken stop)
    {
        var conversation = new Conversation(webhooks, Misbehaviour, heard, stop);
        var text = new TextMessage(script, NumberOf(script.To), records, Url, conversation);
        await text.SendAsync();
        return await conversation.EndAsync(text.Sid);
    }

    /// <summary>What is said in a recording: in its comment, or known of the file that was played.</summary>
    public string? TranscriptOf(byte[] sound) => Wav.WordsOf(sound) ?? knownWords.GetValueOrDefault(HashOf(sound));

    /// <summary>What the account still has of a kind: Calls, Messages, Recordings, Media or Transcriptions.</summary>
    public IReadOnlyList<TwilioRecord> Remembers(string kind) => [.. records.List(kind)];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await web.DisposeAsync();
        webhooks.Dispose();
    }

    private SimulatedNumber NumberOf(string? number) => Numbers.FirstOrDefault(n => number is null || n.PhoneNumber == number)
        ?? throw new ArgumentException("The account has no such number.");

    // The script as JSON; the conversation as lines of JSON while it goes, the last one its result.
    private static async Task PlayAsync<TScript>(HttpContext context, Func<TScript, Action<ConversationLine>?, CancellationToken, Task<ConversationResult>> play)
    {
        var script = (await context.Request.ReadFromJsonAsync<TScript>(Lines, context.RequestAborted))!;
        context.Response.ContentType = "application/x-ndjson";
        try
        {
            var result = await play(script, Write, CancellationToken.None);
            await context.Response.WriteAsync($"{JsonSerializer.Serialize(new { result.Sid, result.Errors, result.HeardError }, Lines)}\n");
        }
        catch (ArgumentException e)
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync(e.Message);
        }

        void Write(ConversationLine line)
        {
            lock (context)
                context.Response.WriteAsync($"{JsonSerializer.Serialize(line, Lines)}\n").GetAwaiter().GetResult();
        }
    }

    private static string HashOf(byte[] sound) => Convert.ToHexStringLower(SHA256.HashData(sound));
}
