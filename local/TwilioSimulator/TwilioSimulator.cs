using System.Collections.Concurrent;
using System.Net;
using Hotline.Local.Loopback;
using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Calls;
using Hotline.Local.Twilio.Messages;
using Hotline.Local.Twilio.Phone;
using Hotline.Local.Twilio.Rest;
using Hotline.Local.Twilio.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.Twilio;

/// <summary>
/// Twilio on one machine: plays calls and texts against the webhooks of its numbers, as strictly as Twilio does, and serves the REST API.
/// It can misbehave on request.
/// </summary>
internal sealed class TwilioSimulator : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<Task, bool> pending = new();
    private readonly TwilioAccount account;
    private readonly WebhookClient webhooks;
    private readonly ReplyRate rate;
    private readonly WebApplication web;

    private TwilioSimulator(SimulatorOptions options, ILoggerFactory logs, TimeProvider time)
    {
        account = new TwilioAccount(options, time, logs.CreateLogger<TwilioAccount>());
        account.EndInterruptedCalls();
        webhooks = new WebhookClient(options, account, Misbehaviour);
        rate = new ReplyRate(time);
        var builder = LoopbackWeb.CreateBuilder(new WarningsOnly(logs));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 256 * 1024 * 1024; // A script may carry sound and pictures.
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        web = builder.Build();
        web.Use(SameOrigin.GuardAsync);
        new RestApi(
            options, account, Misbehaviour, new MessagesApi(account, Misbehaviour, InBackground),
            new CallsApi(account, PlayInBackground)).Map(web);
        new MessagingApi(options, account, Misbehaviour).Map(web);
        new Control(this).Map(web);
        new TwimlBins(options).Map(web);
        new PhonePage(account).Map(web);
        new LiveCalls(account, listener => NewConversation(listener), call => Follow(call), stopping.Token).Map(web);
        new PhoneTexts(account, (script, stop) => TextAsync(script, null, stop)).Map(web);
    }

    /// <summary>The base of its REST API, such as <c>http://127.0.0.1:4010/</c>.</summary>
    public Uri Url => account.Url;

    /// <summary>The address of the phone in the browser.</summary>
    public Uri Phone => new(Url, "phone");

    /// <summary>What goes wrong on request.</summary>
    public Misbehaviour Misbehaviour { get; } = new();

    /// <summary>The account's numbers.</summary>
    public IReadOnlyList<SimulatedNumber> Numbers
    {
        get => account.Numbers;
        set => account.Numbers = value;
    }

    /// <summary>Where webhooks of other hosts are really sent; what is signed is their own URL. Null: where the URL says.</summary>
    public Uri? ConnectTo
    {
        get => webhooks.ConnectTo;
        set => webhooks.ConnectTo = value;
    }

    /// <summary>All errors since the start, as the account's debugger shows them.</summary>
    public IReadOnlyCollection<TwilioError> Debugger => account.Debugger;

    /// <summary>Starts it.</summary>
    /// <exception cref="InvalidOperationException">The port is taken; the message says what to do.</exception>
    public static async Task<TwilioSimulator> StartAsync(
        SimulatorOptions options, ILoggerFactory logs, TimeProvider time, CancellationToken stop)
    {
        var simulator = new TwilioSimulator(options, logs, time);
        try
        {
            await simulator.web.StartAsync(stop);
        }
        catch (IOException e)
        {
            await simulator.DisposeAsync();
            throw new InvalidOperationException(
                $"Port {options.Port} is taken: stop what uses it, or give the Twilio simulator another port.", e);
        }

        simulator.account.Url = new Uri($"{simulator.web.Urls.First()}/");
        return simulator;
    }

    /// <summary>Plays an inbound call to its end, and waits for its callbacks unless the script says otherwise.</summary>
    /// <param name="script">What the caller does.</param>
    /// <param name="heard">Is told each line as it comes.</param>
    /// <exception cref="ArgumentException">The script says what can't be; the message says what can.</exception>
    public async Task<ConversationResult> CallAsync(CallScript script, Action<ConversationLine>? heard, CancellationToken stop)
    {
        script.Check();
        if (script is { Audio: { } audio, Transcript: { } words })
            account.Hear(audio, words);
        var conversation = NewConversation(new Listener(heard));
        var call = new PhoneCall(
            new ScriptedCaller(script, conversation),
            new CallLeg(account, account.NumberOf(script.To), script.From) { ForwardedFrom = script.ForwardedFrom }, account, conversation,
            script.SilenceFallsThrough);
        var (sid, ending, recordings) = await call.PlayAsync().WaitAsync(stop);
        await FollowAsync(conversation, script.WaitsForCallbacks, stop);
        return conversation.ResultOf(sid, ending, recordings);
    }

    /// <summary>
    /// Sends a text to the hotline, carries its answer out, and waits for the callbacks unless the script says otherwise.
    /// </summary>
    /// <inheritdoc cref="CallAsync"/>
    public async Task<ConversationResult> TextAsync(TextScript script, Action<ConversationLine>? heard, CancellationToken stop)
    {
        script.Check();
        var conversation = NewConversation(new Listener(heard));
        var text = new IncomingText(script, account.NumberOf(script.To), account, rate, Misbehaviour, conversation);
        await text.PlayAsync().WaitAsync(stop);
        await FollowAsync(conversation, script.WaitsForCallbacks, stop);
        return conversation.ResultOf(text.Sid, "the text was answered", []);
    }

    /// <summary>What is said in a recording: for the speech stand-in, which can't hear.</summary>
    public string? TranscriptOf(ReadOnlyMemory<byte> sound) => account.WordsOf(sound.Span);

    /// <summary>
    /// What the account still has of a kind: <c>Calls</c>, <c>Messages</c>, <c>Recordings</c>, <c>Media</c> or <c>Transcriptions</c>.
    /// </summary>
    public IReadOnlyList<TwilioRecord> Remembers(string kind) => [.. account.Records.List(kind)];

    /// <summary>Waits until every callback that is under way was answered or given up.</summary>
    public async Task SettleAsync(CancellationToken stop)
    {
        while (pending.Keys.FirstOrDefault() is { } callbacks)
            await callbacks.WaitAsync(stop);
    }

    /// <summary>Makes the account as it was when it started; its numbers stay.</summary>
    public void Clear()
    {
        Misbehaviour.Clear();
        account.Clear();
        rate.Clear();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        account.Threads.End();
        await web.DisposeAsync();
        await Task.WhenAll(pending.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        webhooks.Dispose();
        stopping.Dispose();
    }

    private Conversation NewConversation(Listener? listener) => new(account, webhooks, Misbehaviour, listener, stopping.Token);

    private async Task FollowAsync(Conversation conversation, bool waits, CancellationToken stop)
    {
        var callbacks = Follow(conversation.CallbacksAsync());
        if (waits)
            await callbacks.WaitAsync(stop);
    }

    private Task Follow(Task going)
    {
        pending[going] = true;
        _ = going.ContinueWith(done => pending.TryRemove(done, out _), TaskScheduler.Default);
        return going;
    }

    private void InBackground(Action<Conversation> act)
    {
        var conversation = NewConversation(null);
        act(conversation);
        _ = FollowAsync(conversation, waits: false, CancellationToken.None);
    }

    private void PlayInBackground(Func<Conversation, Task> play)
    {
        _ = Follow(PlayAsync(NewConversation(null)));

        async Task PlayAsync(Conversation conversation)
        {
            await play(conversation);
            await conversation.CallbacksAsync();
        }
    }
}
