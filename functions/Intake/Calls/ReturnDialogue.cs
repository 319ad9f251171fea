using System.Security;
using System.Text;
using Hotline.Contracts;
using Hotline.Platform.Twilio;
using Hotline.Platform.Words;
using Twilio.TwiML;
using Twilio.TwiML.Voice;
using HttpMethod = Twilio.Http.HttpMethod;

namespace Hotline.Intake.Calls;

/// <summary>What a caller hears who comes back to an earlier report. Its language is known only once its receipt is found.</summary>
public sealed partial class CallDialogue
{
    // A Say takes 3,000 characters in such a voice, and 4,500 once they are URL-encoded, as an accented one takes six
    // (https://www.twilio.com/docs/api/errors/13521).
    private const int MaxSay = 700;

    // A document takes 64 kB (https://www.twilio.com/docs/api/errors/11750), and what is asked stands in it twice.
    private const int MaxBytes = 24_000;
    private const int BytesOfVerbs = 100;

    /// <summary>Asks for the receipt's digits.</summary>
    public VoiceResponse AskCode(CallStep step) => Ask(step, say => say.AskCode);

    /// <summary>The digits were wrong: asks for them again.</summary>
    public VoiceResponse AskCodeAgain(CallStep step) => Ask(step, say => say.AskCodeAgain);

    /// <summary>The digits were wrong too often: what is said is a report of its own.</summary>
    public VoiceResponse CodeWrong(CallStep step) => RecordAfter(step, say => say.CodeWrong);

    /// <summary>The digits can't be looked up now: what is said is a report of its own.</summary>
    public VoiceResponse CodeAway(CallStep step) => RecordAfter(step, say => say.CodeAway);

    /// <summary>The earlier report is found: reads out what waits for an answer, twice, and records what is added.</summary>
    public VoiceResponse Earlier(CallStep step, IEnumerable<QuestionContent> waiting)
    {
        var response = new VoiceResponse();
        var questions = waiting.Select(question => TwimlAnswer.Speakable(question.Text)).ToList();
        response.Append(Say(step, say => questions.Count switch { 0 => say.NoQuestion, 1 => say.Question, _ => say.Questions }));
        var left = MaxBytes;
        var pieces = questions.SelectMany(text => text.EnumerateRunes().Chunk(MaxSay)).Select(piece => string.Concat(piece))
            .Where(piece => !string.IsNullOrWhiteSpace(piece))
            .TakeWhile(piece => (left -= Encoding.UTF8.GetByteCount(SecurityElement.Escape(piece)) + BytesOfVerbs) >= 0).ToList();
        for (var time = 0; time < 2 && questions.Count > 0; time++)
        {
            if (time > 0)
                response.Append(new Pause(1)).Append(Say(step, say => say.ReceiptAgain));
            foreach (var piece in pieces)
                response.Append(Say(piece, step.Language)).Append(new Pause(1));
        }

        return Record((VoiceResponse)response.Append(Say(step, say => say.Add)), step);
    }

    /// <summary>Thanks for what was added to an earlier report.</summary>
    public static VoiceResponse Added(CallStep step) =>
        (VoiceResponse)new VoiceResponse().Append(Say(step, say => say.Added)).Append(new Hangup());

    // Nobody pressing is a try as well, so that a call never waits for ever.
    private VoiceResponse Ask(CallStep step, Func<VoiceTexts, string> text)
    {
        var code = callbacks.Of(WebhookRoutes.Code, step.ToQuery());
        var digits = new Gather(
            [Gather.InputEnum.Dtmf], code, HttpMethod.Post, timeout: 15, numDigits: 16, finishOnKey: "#");
        foreach (var language in languages.All)
            digits.Append(Say(text(language.Voice), language));
        return (VoiceResponse)new VoiceResponse().Append(digits).Append(new Redirect(code, HttpMethod.Post));
    }

    private VoiceResponse RecordAfter(CallStep step, Func<VoiceTexts, string> text)
    {
        var response = new VoiceResponse();
        foreach (var language in languages.All)
            response.Append(Say(text(language.Voice), language));
        return Record(response, step);
    }
}
