using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Twiml;
using Hotline.Local.Twilio.Webhooks;

namespace Hotline.Local.Twilio.Calls;

/// <summary>
/// A call that a REST request makes. Where the number called is the account's own it is two calls: the request names this one, and the
/// other is the inbound one, whose document is what the called side says.
/// </summary>
/// <param name="account">Whose it is.</param>
/// <param name="from">Who calls.</param>
/// <param name="to">The number called, with the request's webhooks.</param>
internal sealed class OutgoingCall(TwilioAccount account, string from, SimulatedNumber to)
{
    private readonly CallLeg leg = new(account, to, from, "outbound-api");

    /// <summary>Its resource, before anything has happened.</summary>
    public TwilioRecord Queue() => leg.Ring("queued");

    /// <summary>Plays it to its end; a number that is not the account's is not answered.</summary>
    public async Task PlayAsync(Conversation conversation)
    {
        leg.Become("ringing");
        if (account.Numbers.FirstOrDefault(number => number.PhoneNumber == to.PhoneNumber) is not { } called)
        {
            leg.End("no-answer");
            conversation.Tell(WebhookKind.Status, to.StatusCallbackMethod, to.StatusCallback, leg.StatusForm());
            return;
        }

        var words = await SpokenAsync(called, conversation);
        leg.Become("in-progress");
        var caller = new ScriptedCaller(new CallScript { From = from, Says = [words], FinishKey = null }, conversation);
        await new PhoneCall(caller, leg, account, conversation).PlayAsync();
    }

    // What is said while the caller listens is not recorded: time is counted here, and the words are said when it is recorded.
    private async Task<string> SpokenAsync(SimulatedNumber called, Conversation conversation)
    {
        var inbound = new CallLeg(account, called, from);
        inbound.Ring();
        var document = await conversation.AskAsync(
            WebhookKind.Called, called.VoiceMethod, called.VoiceUrl, called, inbound.FirstForm(), voice: true);
        inbound.Become("in-progress");
        inbound.End("completed");
        return string.Join(' ', document?.Verbs.Where(verb => verb.Name == "Say").Select(verb => verb.Words()) ?? []);
    }
}
