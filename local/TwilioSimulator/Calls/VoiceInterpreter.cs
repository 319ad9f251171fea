using System.Xml.Linq;
using Hotline.Local.Speech;
using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Twiml;
using Hotline.Local.Twilio.Webhooks;

namespace Hotline.Local.Twilio.Calls;

/// <summary>Plays the documents of a call, verb by verb (https://www.twilio.com/docs/voice/twiml).</summary>
internal sealed class VoiceInterpreter(CallLeg leg, ICaller caller, RecordVerb recorder, Conversation conversation)
{
    // Twilio has no such limit but the call's length; time here is counted, so a loop without a pause would never end.
    private const int MaxDocuments = 500;
    private const double DialSeconds = 30;

    /// <summary>Plays a document and all that follow.</summary>
    /// <returns>How the call ended.</returns>
    public async Task<Next> PlayAsync(TwimlDocument? document)
    {
        var next = Next.Of(document);
        for (var documents = 1; next.Document is { } playing; documents++)
        {
            if (documents > MaxDocuments)
                return new Next(null, $"the simulator gave up after {MaxDocuments} documents");
            next = await PlayVerbsAsync(playing);
            if (leg.Elapsed > CallLeg.Longest)
                return new Next(null, "the call had lasted four hours");
        }

        return next;
    }

    private async Task<Next> PlayVerbsAsync(TwimlDocument document)
    {
        foreach (var verb in document.Verbs)
            if (await PlayAsync(verb, document.Url) is { } next)
                return next;
        return new Next(null, "the document ended");
    }

    private async Task<Next?> PlayAsync(XElement verb, Uri from)
    {
        if (caller.IsGone)
            return HangUp();
        switch (verb.Name.LocalName)
        {
            case "Say":
                return await HearAsync(verb);
            case "Play":
                conversation.Say("hotline", "plays", verb.Text("digits") ?? verb.Value.Trim());
                if (verb.Text("digits") is null)
                    await conversation.FetchSoundAsync(new Uri(from, verb.Value.Trim()));
                return null;
            case "Pause":
                leg.Wait(verb.Number("length", 1));
                await caller.WaitAsync(verb);
                return caller.IsGone ? HangUp() : null;
            case "Gather":
                return await GatherAsync(verb, from);
            case "Record":
                return await recorder.PlayAsync(verb, from);
            case "Dial":
                return await DialAsync(verb, from);
            case "Redirect":
                return await AskAsync(WebhookKind.Redirect, verb, new Uri(from, verb.Value.Trim()));
            case "Reject":
                conversation.Say("hotline", "rejects the call");
                return new Next(null, "the hotline rejected the call", verb.Text("reason") == "busy" ? "busy" : "no-answer");
            default:
                conversation.Say("hotline", "hangs up");
                return new Next(null, "the hotline hung up");
        }
    }

    private async Task<Next?> HearAsync(XElement say)
    {
        var words = say.Words();
        conversation.Say("hotline", $"says ({say.Text("language") ?? "en-US"})", words);
        leg.Wait(Wav.SecondsOf(words) * Math.Max(1, say.Number("loop", 1)));
        await caller.HearAsync(say);
        // A loop of 0 never ends by itself.
        return caller.IsGone || say.Text("loop") == "0" ? HangUp() : null;
    }

    private Next HangUp()
    {
        conversation.HangUp();
        return Next.CallerHungUp;
    }

    private async Task<Next?> GatherAsync(XElement gather, Uri from)
    {
        foreach (var nested in gather.Elements())
            if (!caller.Interrupts && await PlayAsync(nested, from) is { } hungUp)
                return hungUp;
        caller.Reach("menu");
        var (digits, finish) = await caller.PressAsync(gather);
        if (caller.IsGone)
            return HangUp();
        if (digits.Length == 0)
        {
            leg.Wait(gather.Number("timeout", 5));
            if (gather.Text("actionOnEmptyResult") != "true")
                return null;
        }

        return await AskAsync(WebhookKind.Menu, gather, gather.Url("action", from) ?? from, ("Digits", digits),
            ("FinishedOnKey", finish), ("msg", "Gather End"));
    }

    // Somebody answers for half a minute, or nobody does; without an action the document goes on.
    private async Task<Next?> DialAsync(XElement dial, Uri from)
    {
        conversation.Say("twilio", "dials", dial.Value.Trim());
        var talked = caller.DialStatus == "completed";
        leg.Wait(talked ? DialSeconds : dial.Number("timeout", 30));
        conversation.Say("twilio", $"ends the dialled call: {caller.DialStatus}");
        if (dial.Url("action", from) is not { } action)
            return null;
        return await AskAsync(
            WebhookKind.Dialed, dial, action, ("DialCallStatus", caller.DialStatus), ("DialCallSid", TwilioRecords.NewSid("CA")),
            ("DialCallDuration", CallLeg.Whole(talked ? DialSeconds : 0)), ("DialBridged", talked ? "true" : "false"));
    }

    private async Task<Next> AskAsync(string kind, XElement verb, Uri url, params (string, string)[] fields) => Next.Of(await conversation.AskAsync(
        kind, new HttpMethod(verb.Text("method") ?? "POST"), url, leg.Number, leg.Form(fields), voice: true));
}
