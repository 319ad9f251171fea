using System.Collections.Concurrent;
using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Twiml;

namespace Hotline.Local.Twilio.Webhooks;

/// <summary>One call or text as it goes: what was said, what was requested, what went wrong, and the callbacks under way.</summary>
/// <param name="account">Whose it is.</param>
/// <param name="webhooks">Makes its requests.</param>
/// <param name="misbehaviour">What goes wrong on request.</param>
/// <param name="listener">Is told of it while it goes.</param>
internal sealed class Conversation(
    TwilioAccount account, WebhookClient webhooks, Misbehaviour misbehaviour, Listener? listener, CancellationToken stop)
{
    private readonly ConcurrentQueue<ConversationLine> lines = new();
    private readonly ConcurrentQueue<WebhookExchange> exchanges = new();
    private readonly ConcurrentQueue<TwilioError> errors = new();
    private readonly List<Task> callbacks = [];
    private readonly Stack<Func<Task>> held = new();

    // https://www.twilio.com/docs/voice/twiml/play#supported-audio-file-types
    private static readonly HashSet<string> Sounds =
    [
        "audio/mpeg", "audio/mp3", "audio/wav", "audio/wave", "audio/x-wav", "audio/aiff", "audio/x-aifc", "audio/x-aiff", "audio/x-gsm",
        "audio/gsm", "audio/ulaw",
    ];

    private bool hungUp;

    /// <summary>Whether "an application error has occurred" was heard.</summary>
    public bool HeardError { get; private set; }

    /// <summary>Adds a line.</summary>
    public void Say(string who, string does, string text = "")
    {
        var line = new ConversationLine(who, does, text);
        lines.Enqueue(line);
        listener?.Line?.Invoke(line);
    }

    /// <summary>The caller hangs up, and hears no more.</summary>
    public void HangUp()
    {
        hungUp = true;
        Say("caller", "hangs up");
    }

    /// <summary>Notes what the debugger shows.</summary>
    public void Complain(TwilioException error)
    {
        var shown = new TwilioError(error.Code, error.Message);
        errors.Enqueue(shown);
        account.Show(shown);
        listener?.Error?.Invoke(shown);
    }

    /// <summary>Asks for TwiML; where that fails, at the fallback; where that fails too, a caller hears the application error.</summary>
    /// <param name="kind">Of <see cref="WebhookKind"/>.</param>
    /// <param name="method">The method of the first.</param>
    /// <param name="url">Where it is.</param>
    /// <param name="number">Whose fallback is asked when that fails.</param>
    /// <param name="form">Twilio's fields.</param>
    /// <param name="voice">Whether it answers a call; else it answers a text.</param>
    /// <returns>The document; null after the error.</returns>
    public async Task<TwimlDocument?> AskAsync(
        string kind, HttpMethod method, Uri? url, SimulatedNumber number, IReadOnlyList<KeyValuePair<string, string>> form, bool voice)
    {
        var (fallback, fallbackMethod) = voice
            ? (number.VoiceFallbackUrl, number.VoiceFallbackMethod) : (number.SmsFallbackUrl, number.SmsFallbackMethod);
        try
        {
            return await AskAsync(kind, method, url, form, voice);
        }
        catch (TwilioException e) when (fallback is not null)
        {
            Complain(e, url, method, form);
            form = [.. form, new("ErrorCode", $"{e.Code}"), new(
                "ErrorUrl", url?.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped) ?? "")];
        }
        catch (TwilioException e)
        {
            return Fail(e, voice, url, method, form);
        }

        try
        {
            return await AskAsync(WebhookKind.Fallback, fallbackMethod, fallback, form, voice);
        }
        catch (TwilioException e)
        {
            return Fail(e, voice, fallback, fallbackMethod, form);
        }
    }

    /// <summary>
    /// Fetches what a document plays; what can't be fetched, or is no sound, is an error in the debugger, and the call goes on without it.
    /// </summary>
    public async Task FetchSoundAsync(Uri url)
    {
        try
        {
            var answer = await SendOnceAsync(WebhookKind.Sound, HttpMethod.Get, url, []);
            if (!answer.Succeeded)
                throw new TwilioException(
                    11200, answer.Status == 0 ? "No answer came to <Play>." : $"The answer to <Play> was {answer.Status}.");
            if (!Sounds.Contains(answer.ContentType?.Split(';')[0].Trim().ToLowerInvariant() ?? ""))
                throw new TwilioException(13420, "What <Play> names has no content type of a sound.");
        }
        catch (TwilioException e)
        {
            Complain(e);
        }
    }

    /// <summary>Sends callbacks, one after the other; nobody waits for them.</summary>
    public void Tell(string kind, Uri? url, params IReadOnlyList<KeyValuePair<string, string>>[] forms) =>
        Tell(kind, HttpMethod.Post, url, forms);

    /// <inheritdoc cref="Tell(string, Uri, IReadOnlyList{KeyValuePair{string, string}}[])"/>
    public void Tell(string kind, HttpMethod method, Uri? url, params IReadOnlyList<KeyValuePair<string, string>>[] forms)
    {
        if (url is null || misbehaviour.Dropped.Contains(kind))
            return;
        if (!misbehaviour.Reordered)
            callbacks.Add(TellAsync(kind, method, url, forms));
        else
            foreach (var form in forms)
                held.Push(() => TellAsync(kind, method, url, form));
    }

    /// <summary>Waits until every callback was answered or given up.</summary>
    public async Task CallbacksAsync()
    {
        while (held.TryPop(out var callback))
            await callback();
        await Task.WhenAll(callbacks);
    }

    /// <summary>How it went until now.</summary>
    public ConversationResult ResultOf(string sid, string ending, IEnumerable<string> recordings) =>
        new(sid, ending, [.. lines], [.. exchanges], [.. errors], [.. recordings], HeardError);

    private async Task<TwimlDocument> AskAsync(
        string kind, HttpMethod method, Uri? url, IReadOnlyList<KeyValuePair<string, string>> form, bool voice)
    {
        if (url is null)
            throw new TwilioException(11100, $"The number has no URL for {kind}.");
        var exchange = await SendAsync(kind, method, url, form);
        if (exchange.Status == 0)
            throw new TwilioException(11200, $"No answer came to {kind}.");
        if (!exchange.Succeeded)
            throw new TwilioException(11200, $"The answer to {kind} was {exchange.Status}.");
        return TwimlDocument.Read(exchange.Body, exchange.ContentType, voice, url);
    }

    private TwimlDocument? Fail(
        TwilioException e, bool voice, Uri? url, HttpMethod method, IReadOnlyList<KeyValuePair<string, string>> form)
    {
        Complain(e, url, method, form);
        HeardError = voice && !hungUp;
        if (HeardError)
            Say("twilio", "says (en-US)", "We are sorry, an application error has occurred. Goodbye.");
        return null;
    }

    private async Task TellAsync(string kind, HttpMethod method, Uri url, params IReadOnlyList<KeyValuePair<string, string>>[] forms)
    {
        foreach (var form in forms)
        {
            try
            {
                CheckAnswer(await SendAsync(kind, method, url, form));
            }
            catch (TwilioException e)
            {
                Complain(e, url, method, form, isWarning: true);
            }
        }
    }

    private async Task<WebhookExchange> SendAsync(string kind, HttpMethod method, Uri url, IReadOnlyList<KeyValuePair<string, string>> form)
    {
        var twice = misbehaviour.Duplicated.Contains(kind);
        var exchange = await SendOnceAsync(kind, method, url, form);
        return twice ? await SendOnceAsync(kind, method, url, form) : exchange;
    }

    private async Task<WebhookExchange> SendOnceAsync(
        string kind, HttpMethod method, Uri url, IReadOnlyList<KeyValuePair<string, string>> form)
    {
        var exchange = await webhooks.SendAsync(kind, method, url, form, stop);
        exchanges.Enqueue(exchange);
        listener?.Exchange?.Invoke(exchange);
        return exchange;
    }

    // A call keeps what went wrong with its webhooks (https://www.twilio.com/docs/voice/api/call-notification-resource); a text does not.
    private void Complain(
        TwilioException e, Uri? url, HttpMethod method, IReadOnlyList<KeyValuePair<string, string>> form, bool isWarning = false)
    {
        Complain(e);
        if (form.FirstOrDefault(pair => pair.Key == "CallSid").Value is { } call && url is not null)
            account.Note(call, e, url, method, isWarning);
    }

    // Answered 204, or 200 with an empty document: anything else is a warning in the debugger.
    private static void CheckAnswer(WebhookExchange exchange)
    {
        if (!exchange.Succeeded)
            throw new TwilioException(
                exchange.Kind == WebhookKind.Status ? 15003 : 11200,
                exchange.Status == 0 ? $"No answer came to the callback {exchange.Kind} in {exchange.Tries} tries."
                    : $"The callback {exchange.Kind} was answered {exchange.Status}.");
        if (exchange.Body.Length > 0
            && TwimlDocument.Read(exchange.Body, exchange.ContentType, voice: true, new Uri(exchange.Url)).Verbs.Count > 0)
            throw new TwilioException(
                TwimlRules.Schema, $"The callback {exchange.Kind} was answered with verbs, which nobody carries out.");
    }
}
