using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Hotline.Local.Twilio;

/// <summary>
/// An inbound call from its first ring to its last callback. The time in it is counted, not waited for: saying, pausing and recording take none.
/// </summary>
internal sealed class PhoneCall(CallScript script, SimulatedNumber number, TwilioRecords records, Uri rest, Conversation conversation, Func<byte[], string?> transcriptOf, TimeProvider time)
{
    private const int MostRedirects = 100;
    private static readonly string[] Parties = ["From", "To", "Caller", "Called"];
    private readonly string sid = TwilioRecords.NewSid("CA");
    private readonly DateTimeOffset started = time.GetUtcNow();
    private readonly Queue<string> keys = new(script.Keys);
    private readonly Queue<string> says = new(script.Says);
    private double elapsed;
    private string stage = "greeting";
    private bool audioUsed;

    /// <summary>The call's sid.</summary>
    public string Sid => sid;

    /// <summary>Plays it to its end.</summary>
    public async Task PlayAsync()
    {
        Keep("ringing");
        conversation.Say("caller", "calls", number.PhoneNumber);
        var document = await conversation.AskAsync("answer", number.VoiceUrl, number.VoiceFallbackUrl, Form("ringing", ("CallToken", "%7B%22parentCallInfoToken%22%3A%22simulated%22%7D"), ("StirVerstat", "TN-Validation-Passed-A")), voice: true);
        for (var documents = 0; document is { } heard; documents++)
        {
            if (documents > MostRedirects)
            {
                conversation.Complain(11215, "The call was redirected too often.");
                break;
            }

            try
            {
                document = await PlayAsync(heard.Verbs, heard.From);
            }
            catch (HungUpException)
            {
                break;
            }
        }

        var record = Keep("completed");
        conversation.Tell("status", number.StatusCallback, () => Form(
            "completed", ("CallDuration", Whole(elapsed)), ("Duration", Whole(Math.Ceiling(elapsed / 60))), ("Timestamp", TwilioRecords.Text(time.GetUtcNow())),
            ("SequenceNumber", "0"), ("CallbackSource", "call-progress-events"), ("SipResponseCode", "200")));
        _ = record;
    }

    // Plays the verbs of a document; returns the next document, or null when the call ends with this one.
    private async Task<(IReadOnlyList<XElement> Verbs, Uri From)?> PlayAsync(IReadOnlyList<XElement> verbs, Uri from)
    {
        foreach (var verb in verbs)
        {
            switch (verb.Name.LocalName)
            {
                case "Say":
                    Hear(verb);
                    break;
                case "Pause":
                    elapsed += Number(verb, "length", 1);
                    break;
                case "Gather" when await GatherAsync(verb, from) is { } next:
                    return next;
                case "Record" when await RecordAsync(verb, from) is { } next:
                    return next;
                case "Redirect":
                    return await conversation.AskAsync("redirect", new Uri(from, verb.Value.Trim()), null, Form("in-progress"), voice: true);
                case "Dial":
                    conversation.Say("twilio", "connects the caller to", verb.Value.Trim());
                    break;
                case "Hangup":
                    conversation.Say("hotline", "hangs up");
                    return null;
            }
        }

        return null;
    }

    private void Hear(XElement say)
    {
        conversation.Say("hotline", $"says ({(string?)say.Attribute("language") ?? "en-US"})", say.Value);
        elapsed += say.Value.Split(' ').Length / 2.5;
        if (stage == script.HangUpAfter && stage != "record")
            HangUp();
    }

    private async Task<(IReadOnlyList<XElement> Verbs, Uri From)?> GatherAsync(XElement gather, Uri from)
    {
        foreach (var nested in gather.Elements("Say"))
            Hear(nested);
        stage = "menu";
        var pressed = keys.TryDequeue(out var key) ? key : "";
        var finish = (string?)gather.Attribute("finishOnKey") ?? "#";
        if (pressed.Length == 0)
        {
            elapsed += Number(gather, "timeout", 5);
            if ((string?)gather.Attribute("actionOnEmptyResult") != "true")
                return null;
        }
        else
        {
            conversation.Say("caller", "presses", pressed);
        }

        var digits = finish.Length > 0 ? pressed.TrimEnd(finish[0]) : pressed;
        return await conversation.AskAsync(
            "menu", Action(gather, from), null, Form("in-progress", ("Digits", digits), ("FinishedOnKey", pressed.EndsWith('#') ? "#" : ""), ("msg", "Gather End")), voice: true);
    }

    private async Task<(IReadOnlyList<XElement> Verbs, Uri From)?> RecordAsync(XElement record, Uri from)
    {
        stage = "record";
        var take = Speak(record);
        var hangsUp = script.HangUpAfter == "record";
        if (take.Silent && !hangsUp && script.SilenceFallsThrough)
        {
            Absent(record, from);
            return null;
        }

        var recording = records.Keep("Recordings", TwilioRecords.NewSid("RE"), new JsonObject
        {
            ["call_sid"] = sid, ["duration"] = Whole(take.Seconds), ["status"] = "completed", ["channels"] = 1, ["source"] = "RecordVerb",
            ["start_time"] = TwilioRecords.Text(time.GetUtcNow()), ["api_version"] = "2010-04-01", ["media_url"] = null,
        }, take.Sound);
        TellOfRecording(record, from, recording, take);
        if (hangsUp)
            conversation.Say("caller", "hangs up");
        (string, string)[] fields =
        [
            ("RecordingSid", recording.Sid), ("RecordingUrl", RecordingUrl(recording.Sid)), ("RecordingDuration", Whole(take.Seconds)),
            ("Digits", hangsUp ? "hangup" : take.Key),
        ];
        stage = "receipt";
        var next = await conversation.AskAsync("recorded", Action(record, from), null, Form(hangsUp ? "completed" : "in-progress", fields), voice: true);
        if (hangsUp)
            throw new HungUpException();
        return next ?? ([], from);
    }

    private Take Speak(XElement record)
    {
        var silence = Number(record, "timeout", 5);
        var longest = Number(record, "maxLength", 3600);
        var key = script.FinishKey is { Length: 1 } wanted && ((string?)record.Attribute("finishOnKey") ?? "1234567890*#").Contains(wanted[0]) ? wanted : "";
        if (script.Audio is { } audio && !audioUsed)
        {
            audioUsed = true;
            conversation.Say("caller", "plays a recording", "");
            return Took(audio, Math.Min(longest, Wav.Seconds(audio) + (key.Length > 0 ? 0 : silence)), key, false);
        }

        if (!says.TryDequeue(out var words) || words.Length == 0)
        {
            conversation.Say("caller", "says nothing");
            return Took(Wav.Silence(silence), silence, "", true);
        }

        conversation.Say("caller", "says", words);
        if (key.Length > 0 && script.HangUpAfter != "record")
            conversation.Say("caller", "presses", key);
        var sound = Wav.Speak(words, key.Length > 0 ? 0 : silence);
        return Took(sound, Math.Min(longest, Wav.Seconds(sound)), Wav.Seconds(sound) >= longest ? "" : key, false);
    }

    private Take Took(byte[] sound, double seconds, string key, bool silent)
    {
        elapsed += seconds;
        return new Take(sound, Math.Round(seconds), key, silent);
    }

    private void TellOfRecording(XElement record, Uri from, TwilioRecord recording, Take take)
    {
        var events = ((string?)record.Attribute("recordingStatusCallbackEvent") ?? "completed").Split(' ');
        if (events.Contains("completed"))
            conversation.Tell("recording", Url(record, "recordingStatusCallback", from), () => Pairs(
                ("AccountSid", records.Account), ("CallSid", sid), ("RecordingSid", recording.Sid), ("RecordingUrl", RecordingUrl(recording.Sid)),
                ("RecordingStatus", "completed"), ("RecordingDuration", Whole(take.Seconds)), ("RecordingChannels", "1"), ("RecordingSource", "RecordVerb"),
                ("RecordingStartTime", TwilioRecords.Text(started)), ("ErrorCode", "0")));
        if ((string?)record.Attribute("transcribe") == "true")
            Transcribe(record, from, recording, take);
    }

    // The classic transcription: US English, 2 to 120 s, no times.
    private void Transcribe(XElement record, Uri from, TwilioRecord recording, Take take)
    {
        var words = take.Silent || take.Seconds is < 2 or > 120 ? null : transcriptOf(take.Sound);
        var transcription = records.Keep("Transcriptions", TwilioRecords.NewSid("TR"), new JsonObject
        {
            ["recording_sid"] = recording.Sid, ["status"] = words is null ? "failed" : "completed", ["transcription_text"] = words ?? "", ["duration"] = Whole(take.Seconds), ["type"] = "fast",
        });
        conversation.Tell("transcript", Url(record, "transcribeCallback", from), () => Form(
            "completed", ("TranscriptionSid", transcription.Sid), ("TranscriptionText", words ?? ""), ("TranscriptionStatus", words is null ? "failed" : "completed"),
            ("TranscriptionType", "fast"), ("TranscriptionUrl", $"{rest}2010-04-01/Accounts/{records.Account}/Recordings/{recording.Sid}/Transcriptions/{transcription.Sid}"),
            ("RecordingSid", recording.Sid), ("RecordingUrl", RecordingUrl(recording.Sid))));
    }

    private void Absent(XElement record, Uri from)
    {
        conversation.Complain(16102, "The recording was silent and is not stored.");
        if (((string?)record.Attribute("recordingStatusCallbackEvent") ?? "completed").Split(' ').Contains("absent"))
            conversation.Tell("recording", Url(record, "recordingStatusCallback", from), () => Pairs(
                ("AccountSid", records.Account), ("CallSid", sid), ("RecordingSid", TwilioRecords.NewSid("RE")), ("RecordingStatus", "absent"), ("RecordingDuration", "0"),
                ("RecordingChannels", "1"), ("RecordingSource", "RecordVerb"), ("RecordingStartTime", TwilioRecords.Text(started)), ("ErrorCode", "16102")));
    }

    private void HangUp()
    {
        conversation.Say("caller", "hangs up");
        throw new HungUpException();
    }

    private TwilioRecord Keep(string status) => records.Keep("Calls", sid, new JsonObject
    {
        ["from"] = script.From, ["to"] = number.PhoneNumber, ["status"] = status, ["direction"] = "inbound", ["duration"] = Whole(elapsed),
        ["start_time"] = TwilioRecords.Text(started), ["end_time"] = status == "completed" ? TwilioRecords.Text(time.GetUtcNow()) : null,
        ["date_created"] = TwilioRecords.Text(started), ["api_version"] = "2010-04-01",
    });

    private List<KeyValuePair<string, string>> Form(string status, params (string, string)[] more) => Pairs(
    [
        ("AccountSid", records.Account), ("ApiVersion", "2010-04-01"), ("CallSid", sid), ("CallStatus", status), ("Direction", "inbound"),
        ("From", script.From), ("To", number.PhoneNumber), ("Caller", script.From), ("Called", number.PhoneNumber),
        .. Parties.SelectMany(who => new[] { ($"{who}City", ""), ($"{who}State", ""), ($"{who}Zip", ""), ($"{who}Country", "US") }),
        .. more,
    ]);

    private string RecordingUrl(string recording) => $"{rest}2010-04-01/Accounts/{records.Account}/Recordings/{recording}";

    private static Uri Action(XElement verb, Uri from) => Url(verb, "action", from) ?? from;

    private static Uri? Url(XElement verb, string attribute, Uri from) => (string?)verb.Attribute(attribute) is { } url ? new Uri(from, url) : null;

    private static int Number(XElement verb, string attribute, int otherwise) =>
        (string?)verb.Attribute(attribute) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static List<KeyValuePair<string, string>> Pairs(params (string Name, string Value)[] pairs) => [.. pairs.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))];

    private static string Whole(double seconds) => seconds.ToString("0", CultureInfo.InvariantCulture);

    private sealed record Take(byte[] Sound, double Seconds, string Key, bool Silent);

    private sealed class HungUpException : Exception;
}
