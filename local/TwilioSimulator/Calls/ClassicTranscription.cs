using System.Text.Json.Nodes;
using System.Xml.Linq;
using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Twiml;
using Hotline.Local.Twilio.Webhooks;

namespace Hotline.Local.Twilio.Calls;

/// <summary>
/// The transcription of <c>&lt;Record transcribe="true"&gt;</c>: US English, 2 to 120 seconds, no times
/// (https://www.twilio.com/docs/voice/twiml/record#transcribe).
/// </summary>
internal sealed class ClassicTranscription(TwilioAccount account, CallLeg leg, ICaller caller, Conversation conversation)
{
    /// <summary>Transcribes a recording where its verb asks for it, and tells the callback.</summary>
    public void Order(XElement record, Uri from, string recording, Take take)
    {
        if (record.Text("transcribe") != "true")
            return;
        if (take.Seconds is < 2 or > 120)
            conversation.Complain(new TwilioException(13617, "The recording is shorter or longer than what is transcribed."));
        var words = take.Silent || take.Seconds is < 2 or > 120 ? null : account.WordsOf(take.Sound);
        if (words is not null && !caller.LanguageOf(words).StartsWith("en", StringComparison.OrdinalIgnoreCase))
            words = null;
        var status = words is null ? "failed" : "completed";
        var sid = TwilioRecords.NewSid("TR");
        account.Records.Add("Transcriptions", sid, new JsonObject
        {
            ["recording_sid"] = recording,
            ["status"] = status,
            ["transcription_text"] = words,
            ["duration"] = CallLeg.Whole(take.Seconds),
            ["type"] = "fast",
            ["price"] = null,
            ["price_unit"] = "USD",
        });
        conversation.Tell(WebhookKind.Transcript, record.Url("transcribeCallback", from), leg.Form(
            ("TranscriptionSid", sid), ("TranscriptionText", words ?? ""), ("TranscriptionStatus", status), ("TranscriptionType", "fast"),
            ("TranscriptionUrl", account.UrlOf($"Recordings/{recording}/Transcriptions/{sid}")),
            ("RecordingSid", recording), ("RecordingUrl", account.UrlOf($"Recordings/{recording}"))));
    }
}
