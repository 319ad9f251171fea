using Hotline.Contracts;
using Hotline.Intake.Lines;
using Hotline.Intake.Receipts;
using Hotline.Platform.Twilio;
using Hotline.Platform.Words;
using Twilio.TwiML;
using Twilio.TwiML.Voice;
using HttpMethod = Twilio.Http.HttpMethod;
using Language = Hotline.Platform.Words.Language;

namespace Hotline.Intake.Calls;

/// <summary>
/// What a caller hears, as TwiML (https://www.twilio.com/docs/voice/twiml). Every URL is posted to: a GET would put numbers and digits into
/// URLs.
/// </summary>
public sealed partial class CallDialogue(Callbacks callbacks, Languages languages)
{
    /// <summary>The silence, in seconds, that ends a recording; relay callers are slow.</summary>
    public const int Silence = 10;

    /// <summary>The longest recording in seconds: Twilio's own transcription takes no longer one than 120.</summary>
    public static int Longest(TranscriptSource transcript) => transcript == TranscriptSource.Twilio ? 120 : 600;

    /// <summary>
    /// The greeting in all languages, which any key ends, # and * too; then straight to the report: silence means the first language.
    /// </summary>
    public VoiceResponse Greeting(CallStep step)
    {
        var menu = new Gather(
            [Gather.InputEnum.Dtmf], callbacks.Of(WebhookRoutes.Menu, step.ToQuery()), HttpMethod.Post, timeout: 4, finishOnKey: "",
            numDigits: 1);
        foreach (var language in languages.All)
            menu.Append(Say(language.Voice.WholeGreeting, language));
        return Record((VoiceResponse)new VoiceResponse().Append(menu).Append(Say(step, say => say.Report)), step);
    }

    /// <summary>Asks for the report and records it.</summary>
    public VoiceResponse Report(CallStep step) => SayAndRecord(step, say => say.Report);

    /// <summary>Asks a silent caller once more.</summary>
    public VoiceResponse AskAgain(CallStep step) => SayAndRecord(step with { Asked = true, Take = step.Take + 1 }, say => say.AskAgain);

    /// <summary>Goes on recording where the longest recording ended in mid-sentence.</summary>
    public VoiceResponse GoOn(CallStep step) => SayAndRecord(step with { Take = step.Take + 1 }, say => say.GoOn);

    /// <summary>Nothing was heard twice: a person, or words.</summary>
    public static VoiceResponse HumanWay(CallStep step, LineOptions line)
    {
        var response = new VoiceResponse();
        if (line.HumanNumber is not { } number)
            return (VoiceResponse)response.Append(Say(step, say => say.NothingHeard)).Append(new Hangup());
        return (VoiceResponse)response
            .Append(Say(step, say => say.Connecting)).Append(new Dial(number))
            .Append(Say(step, say => say.NothingHeard)).Append(new Hangup());
    }

    /// <summary>Says the receipt three times, slowly, in groups of four; then thanks.</summary>
    public static VoiceResponse Receipt(CallStep step, ReceiptCode code)
    {
        var response = new VoiceResponse();
        response.Append(Say(step, say => say.Received));
        for (var time = 0; time < 3; time++)
        {
            response.Append(Say(step, say => time == 0 ? say.ReceiptIs : say.ReceiptAgain));
            foreach (var group in code.Groups)
                response.Append(Say(string.Join(", ", group.AsEnumerable()), step.Language)).Append(new Pause(1));
        }

        return (VoiceResponse)response.Append(Say(step, say => say.Goodbye)).Append(new Hangup());
    }

    /// <summary>No receipt is ready: a pause, and the question again.</summary>
    public VoiceResponse Wait(CallStep step) => (VoiceResponse)new VoiceResponse()
        .Append(Say(step, say => step.Waits == 0 ? say.Wait : say.WaitMore))
        .Append(new Pause(3))
        .Append(new Redirect(callbacks.Of(WebhookRoutes.Receipt, (step with { Waits = step.Waits + 1 }).ToQuery()), HttpMethod.Post));

    /// <summary>Thanks without a receipt.</summary>
    public static VoiceResponse Thanks(CallStep step) =>
        (VoiceResponse)new VoiceResponse().Append(Say(step, say => say.Thanks)).Append(new Hangup());

    private VoiceResponse SayAndRecord(CallStep step, Func<VoiceTexts, string> text) =>
        Record((VoiceResponse)new VoiceResponse().Append(Say(step, text)), step);

    // An empty recording may be requested at the action, or may let the document go on: both end at the same function.
    private VoiceResponse Record(VoiceResponse response, CallStep step)
    {
        var query = step.ToQuery();
        var byTwilio = step.Transcript == TranscriptSource.Twilio;
        var record = new Record(
            callbacks.Of(WebhookRoutes.Recorded, query), HttpMethod.Post,
            timeout: Silence, finishOnKey: "#", maxLength: Longest(step.Transcript), playBeep: true,
            trim: global::Twilio.TwiML.Voice.Record.TrimEnum.DoNotTrim,
            recordingStatusCallback: callbacks.Of(WebhookRoutes.Recording, query), recordingStatusCallbackMethod: HttpMethod.Post,
            recordingStatusCallbackEvent:
                [global::Twilio.TwiML.Voice.Record.RecordingEventEnum.Completed,
                    global::Twilio.TwiML.Voice.Record.RecordingEventEnum.Absent],
            transcribe: byTwilio ? true : null, transcribeCallback: byTwilio ? callbacks.Of(WebhookRoutes.Transcript, query) : null);
        return (VoiceResponse)response
            .Append(record)
            .Append(new Redirect(callbacks.Of(WebhookRoutes.Recorded, query), HttpMethod.Post));
    }

    private static Say Say(CallStep step, Func<VoiceTexts, string> text) => Say(text(step.Language.Voice), step.Language);

    private static Say Say(string words, Language language) => new(words, language.Voice.Speaker, language: language.Voice.Locale);
}
