using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Webhooks;

namespace Hotline.Local.Twilio.Calls;

/// <summary>A call from its first ring to its end.</summary>
internal sealed class PhoneCall
{
    private readonly CallLeg leg;
    private readonly RecordVerb recorder;
    private readonly VoiceInterpreter interpreter;
    private readonly Conversation conversation;

    /// <param name="caller">The other side.</param>
    /// <param name="leg">The call.</param>
    /// <param name="account">Whose it is.</param>
    /// <param name="conversation">Hears it.</param>
    /// <param name="silenceFallsThrough">As <see cref="CallScript.SilenceFallsThrough"/>.</param>
    public PhoneCall(ICaller caller, CallLeg leg, TwilioAccount account, Conversation conversation, bool silenceFallsThrough = false)
    {
        this.conversation = conversation;
        this.leg = leg;
        recorder = new RecordVerb(
            account, leg, caller, new ClassicTranscription(account, leg, caller, conversation), conversation, silenceFallsThrough);
        interpreter = new VoiceInterpreter(leg, caller, recorder, conversation);
    }

    /// <summary>Plays it to its end, and tells that it has ended.</summary>
    /// <returns>Its sid, how it ended, and what was recorded.</returns>
    public async Task<(string Sid, string Ending, IReadOnlyList<string> Recordings)> PlayAsync()
    {
        var number = leg.Number;
        if (leg.IsInbound)
            leg.Ring();
        conversation.Say("caller", "calls", number.PhoneNumber);
        var first = await conversation.AskAsync(
            WebhookKind.Answer, number.VoiceMethod, number.VoiceUrl, number, leg.IsInbound ? leg.FirstForm() : leg.Form(), voice: true);
        leg.Become("in-progress");
        try
        {
            var end = await interpreter.PlayAsync(first);
            leg.End(end.Status);
            conversation.Tell(WebhookKind.Status, number.StatusCallbackMethod, number.StatusCallback, leg.StatusForm());
            return (leg.Sid, end.Ending, recorder.Recordings);
        }
        catch (ArgumentException)
        {
            leg.End("failed");
            throw;
        }
    }
}
