using System.Text.Json.Nodes;
using System.Xml.Linq;
using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Twiml;
using Hotline.Local.Twilio.Webhooks;

namespace Hotline.Local.Twilio.Calls;

/// <summary>Plays a <c>Record</c> (https://www.twilio.com/docs/voice/twiml/record).</summary>
internal sealed class RecordVerb(TwilioAccount account, CallLeg leg, ICaller caller, ClassicTranscription transcription,
    Conversation conversation, bool silenceFallsThrough)
{
    private readonly List<string> recordings = [];

    /// <summary>The sids of what was recorded.</summary>
    public IReadOnlyList<string> Recordings => recordings;

    /// <summary>Records, tells the callbacks, and asks the action.</summary>
    public async Task<Next?> PlayAsync(XElement record, Uri from)
    {
        var started = account.Time.GetUtcNow();
        var sid = TwilioRecords.NewSid("RE");
        if (record.AsksFor("in-progress"))
            Tell(record, from, sid, "in-progress", started);
        if (record.Text("playBeep") != "false")
            conversation.Say("twilio", "beeps");
        var take = await caller.SpeakAsync(record);
        leg.Wait(take.Seconds);
        if (take.Silent && silenceFallsThrough)
            return Drop(record, from, sid, started, take);

        Keep(sid, started, take);
        if (record.AsksFor("completed"))
            Tell(record, from, sid, "completed", started, ("RecordingUrl", UrlOf(sid)),
                ("RecordingDuration", CallLeg.Whole(take.Seconds)), ("ErrorCode", "0"));
        transcription.Order(record, from, sid, take);
        return await AskAsync(record, from, sid, take);
    }

    private async Task<Next?> AskAsync(XElement record, Uri from, string sid, Take take)
    {
        var hungUp = take.Ending == "hangup";
        if (hungUp)
        {
            conversation.HangUp();
            leg.Become("completed");
        }

        List<(string, string)> fields =
            [("RecordingSid", sid), ("RecordingUrl", UrlOf(sid)), ("RecordingDuration", CallLeg.Whole(take.Seconds))];
        if (take.Ending.Length > 0)
            fields.Add(("Digits", take.Ending));
        caller.Reach("receipt");
        var answer = await conversation.AskAsync(
            WebhookKind.Recorded, new HttpMethod(record.Text("method") ?? "POST"), record.Url("action", from) ?? from, leg.Number,
            leg.Form(fields), voice: true);
        // Nobody is there to hear the answer.
        return hungUp ? Next.CallerHungUp : Next.Of(answer);
    }

    private Next? Drop(XElement record, Uri from, string sid, DateTimeOffset started, Take take)
    {
        conversation.Complain(new TwilioException(16102, "The recording was silent and is not stored."));
        if (record.AsksFor("absent"))
            Tell(record, from, sid, "absent", started, ("RecordingDuration", "0"), ("ErrorCode", "16102"));
        if (take.Ending != "hangup")
            return null;
        conversation.HangUp();
        return Next.CallerHungUp;
    }

    private void Keep(string sid, DateTimeOffset started, Take take)
    {
        account.Records.Add("Recordings", sid, new JsonObject
        {
            ["call_sid"] = leg.Sid,
            ["conference_sid"] = null,
            ["duration"] = CallLeg.Whole(take.Seconds),
            ["status"] = "completed",
            ["channels"] = 1,
            ["source"] = "RecordVerb",
            ["start_time"] = TwilioRecords.Text(started),
            ["error_code"] = null,
            ["price"] = null,
            ["price_unit"] = "USD",
            ["encryption_details"] = null,
            ["media_url"] = UrlOf(sid),
        }, take.Sound);
        recordings.Add(sid);
        conversation.Say("twilio", "keeps a recording", $"{sid}, {take.Seconds} s");
    }

    private void Tell(XElement record, Uri from, string sid, string status, DateTimeOffset started, params (string Name, string Value)[] more) => conversation.Tell(
        WebhookKind.Recording, new HttpMethod(record.Text("recordingStatusCallbackMethod") ?? "POST"),
        record.Url("recordingStatusCallback", from),
        [
            new("AccountSid", account.Sid), new("CallSid", leg.Sid), new("RecordingSid", sid), new("RecordingStatus", status),
            new("RecordingChannels", "1"),
            new("RecordingSource", "RecordVerb"), new("RecordingStartTime", TwilioRecords.Text(started)), new("RecordingTrack", "inbound"),
            .. more.Select(field => KeyValuePair.Create(field.Name, field.Value)),
        ]);

    private string UrlOf(string sid) => account.UrlOf($"Recordings/{sid}");
}
