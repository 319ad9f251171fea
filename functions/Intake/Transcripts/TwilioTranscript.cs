using Hotline.Contracts;
using Hotline.Platform.Twilio;

namespace Hotline.Intake.Transcripts;

/// <summary>Twilio's own transcript of a recording.</summary>
/// <param name="Call">The call.</param>
/// <param name="Recording">The recording.</param>
/// <param name="Text">The words; null where Twilio heard none, or failed.</param>
public sealed record TwilioTranscript(CallSid Call, RecordingSid Recording, string? Text)
{
    /// <summary>Reads its callback (https://www.twilio.com/docs/voice/twiml/record#transcribecallback).</summary>
    /// <exception cref="TwilioFormException">It names no call or recording.</exception>
    public static TwilioTranscript Of(TwilioForm form) =>
        new(form.Call(), form.Recording(), WordsOf(form["TranscriptionStatus"], form["TranscriptionText"]));

    /// <summary>The words, by its state; null where there are none.</summary>
    public static string? WordsOf(string? status, string? text) =>
        status == "completed" && text is { Length: > 0 } and not "(blank)" ? text : null;

    /// <summary>Says nothing of the words, so that no log can hold them.</summary>
    public override string ToString() => "a transcript of Twilio's";
}
