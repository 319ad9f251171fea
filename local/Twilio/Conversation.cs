using System.Collections.Concurrent;
using System.Xml.Linq;

namespace Hotline.Local.Twilio;

/// <summary>One call or text as it goes: what was said, requested and went wrong, and the callbacks that are under way.</summary>
internal sealed class Conversation(Webhooks webhooks, Misbehaviour misbehaviour, Action<ConversationLine>? heard, CancellationToken stop)
{
    private readonly ConcurrentQueue<ConversationLine> lines = new();
    private readonly ConcurrentQueue<WebhookExchange> exchanges = new();
    private readonly ConcurrentQueue<TwilioError> errors = new();
    private readonly List<Task> callbacks = [];
    private readonly List<Func<Task>> held = [];

    /// <summary>Whether "an application error has occurred" was heard.</summary>
    public bool HeardError { get; private set; }

    /// <summary>Adds a line.</summary>
    public void Say(string who, string does, string text = "")
    {
        var line = new ConversationLine(who, does, text);
        lines.Enqueue(line);
        heard?.Invoke(line);
    }

    /// <summary>Notes what Twilio's debugger would show.</summary>
    public void Complain(int code, string reason) => errors.Enqueue(new TwilioError(code, reason));

    /// <summary>Asks for TwiML; where that fails, at the fallback; where that fails too, the caller hears the application error.</summary>
    /// <returns>The verbs, and the URL that they came from; null after the error.</returns>
    public async Task<(IReadOnlyList<XElement> Verbs, Uri From)?> AskAsync(
        string kind, Uri? url, Uri? fallback, IReadOnlyList<KeyValuePair<string, string>> form, bool voice)
    {
        foreach (var (target, extra) in new[] { (url, Array.Empty<KeyValuePair<string, string>>()), (fallback, [new("ErrorCode", "11200"), new("ErrorUrl", url?.AbsoluteUri ?? "")]) })
        {
            if (target is null)
                continue;
            var (exchange, contentType) = await webhooks.PostAsync(kind, target, [.. form, .. extra], stop);
            exchanges.Enqueue(exchange);
            try
            {
                if (exchange.Status is < 200 or >= 300)
                    throw new TwimlException(11200, exchange.Status == 0 ? "No answer came." : $"The answer was {exchange.Status}.");
                return (TwimlDocument.Read(exchange.Body, contentType, voice), target);
            }
            catch (TwimlException e)
            {
                Complain(e.Code, e.Message);
            }
        }

        HeardError = voice;
        if (voice)
            Say("twilio", "says", "We are sorry, an application error has occurred. Goodbye.");
        return null;
    }

    /// <summary>Sends a callback for which nobody waits.</summary>
    public void Tell(string kind, Uri? url, Func<IReadOnlyList<KeyValuePair<string, string>>> form)
    {
        if (url is null || misbehaviour.Dropped.Contains(kind))
            return;
        if (misbehaviour.Reordered)
            held.Add(() => TellAsync(kind, url, form()));
        else
            callbacks.Add(TellAsync(kind, url, form()));
    }

    /// <summary>Waits until every callback was answered or given up.</summary>
    public async Task<ConversationResult> EndAsync(string sid)
    {
        foreach (var callback in Enumerable.Reverse(held))
            await callback();
        await Task.WhenAll(callbacks);
        return new ConversationResult(sid, [.. lines], [.. exchanges], [.. errors], HeardError);
    }

    private async Task TellAsync(string kind, Uri url, IReadOnlyList<KeyValuePair<string, string>> form)
    {
        await Task.Yield();
        if (misbehaviour.Delayed.TryGetValue(kind, out var delay))
            await Task.Delay(delay, stop);
        var (exchange, contentType) = await webhooks.PostAsync(kind, url, form, stop);
        exchanges.Enqueue(exchange);
        if (exchange.Status is < 200 or >= 300)
            Complain(11200, $"The callback {kind} was answered {exchange.Status}.");
        else if (exchange.Body.Length > 0 && contentType?.StartsWith("text/xml", StringComparison.Ordinal) != true)
            Complain(12300, $"The callback {kind} was answered with a content type that is not TwiML's.");
    }
}
