using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Calls;
using Hotline.Local.Twilio.Webhooks;

namespace Hotline.Local.Twilio.Phone;

/// <summary>A call from the page, from its first ring until its last callback was answered.</summary>
internal sealed class LiveCall
{
    // A page that comes back within this time goes on with its call.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly EventLog events = new();
    private readonly Conversation conversation;
    private readonly TwilioAccount account;
    private readonly CallLeg leg;
    private int readers;

    /// <param name="account">Whose number is called.</param>
    /// <param name="from">Who calls.</param>
    /// <param name="begin">Makes its conversation.</param>
    public LiveCall(TwilioAccount account, string from, Func<Listener, Conversation> begin)
    {
        this.account = account;
        leg = new CallLeg(account, account.NumberOf(null), from);
        conversation = begin(new Listener(
            line => events.Add("line", line),
            exchange => events.Add("request", new { exchange.Kind, Path = new Uri(exchange.Url).PathAndQuery, exchange.Status }),
            error => events.Add("trouble", error)));
        Caller = new LiveCaller(conversation, events, account);
    }

    /// <summary>Its sid, by which the page names it.</summary>
    public string Sid => leg.Sid;

    /// <summary>The person at the page.</summary>
    public LiveCaller Caller { get; }

    /// <summary>Plays it to its end.</summary>
    public async Task PlayAsync()
    {
        try
        {
            var (_, ending, _) = await new PhoneCall(Caller, leg, account, conversation).PlayAsync();
            events.Add("ended", new { ending });
            await conversation.CallbacksAsync();
        }
        finally
        {
            events.Add("done", new { });
            events.End();
        }
    }

    /// <summary>What the page is told. Once nobody listens any more, the caller has hung up.</summary>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync(int after, [EnumeratorCancellation] CancellationToken stop)
    {
        Interlocked.Increment(ref readers);
        try
        {
            await foreach (var item in events.ReadAsync(after, stop))
                yield return item;
        }
        finally
        {
            if (Interlocked.Decrement(ref readers) == 0)
                _ = HangUpUnlessBackAsync();
        }
    }

    private async Task HangUpUnlessBackAsync()
    {
        await Task.Delay(Grace, account.Time);
        if (Volatile.Read(ref readers) == 0)
            Caller.Do(new CallerAct { HangsUp = true });
    }
}
