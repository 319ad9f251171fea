using Hotline.Contracts;
using Hotline.Intake.Receipts;
using Hotline.Platform.Twilio;
using Hotline.Platform.Words;
using Twilio.TwiML;
using HttpMethod = Twilio.Http.HttpMethod;

namespace Hotline.Intake.Texts;

/// <summary>
/// What a texter is answered, in all languages where nobody chose one. Our words are within GSM-7, so that a segment holds 153 characters.
/// </summary>
public sealed class TextReply(Callbacks callbacks, Languages languages)
{
    // A Message takes 1,600 (https://www.twilio.com/docs/messaging/twiml/message).
    private const int MaxCharacters = 1600;

    private static readonly string[] States = ["received", "reading", "asked", "answered", "closed"];

    /// <summary>The tip's receipt.</summary>
    public MessagingResponse Receipt(ReceiptCode code) => All(say => say.Receipt.With("code", string.Join(' ', code.Groups)));

    /// <summary>No receipt is ready: the next text is answered with it.</summary>
    public MessagingResponse Received() => All(say => say.Received);

    /// <summary>
    /// A text came with an earlier report's receipt: that it was added, or how the report stands; and what waits for an answer.
    /// </summary>
    public MessagingResponse Returned(TextCodes returning)
    {
        var opening = returning.Opened[0];
        // The first may be nobody's choice.
        var own = languages.Find(opening.Language) is { } chosen && chosen != languages.First ? chosen : null;
        string Say(Func<SmsTexts, string> text) => own is null ? Lines(text) : text(own.Texts);
        var said = Say(say => returning.IsAll ? say.States[StateOf(opening)] : say.Added);
        var waiting = string.Join("\n", opening.Waiting.Select(question => TwimlAnswer.Speakable(question.Text)));
        if (waiting.Length == 0)
            return Text(said);
        var whole = $"{said}\n{waiting}\n{Say(say => say.Answer)}";
        if (whole.Length <= MaxCharacters)
            return Text(whole);
        var rest = Say(say => say.Rest);
        var room = MaxCharacters - said.Length - rest.Length - "\n...\n".Length;
        if (char.IsHighSurrogate(waiting[room - 1]))
            room--;
        return Text($"{said}\n{waiting[..room]}...\n{rest}");
    }

    /// <summary>Our own answer to STOP, START or HELP, for a line where Twilio gives none.</summary>
    public MessagingResponse Consent(string word) => All(say => word switch { "STOP" => say.Stop, "START" => say.Start, _ => say.Help });

    private MessagingResponse All(Func<SmsTexts, string> text) => Text(Lines(text));

    private string Lines(Func<SmsTexts, string> text) => string.Join('\n', languages.All.Select(language => text(language.Texts)));

    // The SDK calls statusCallback deprecated in favor of action: https://github.com/twilio/twilio-csharp/issues/613
    private MessagingResponse Text(string words) =>
        new MessagingResponse().Message(words, action: callbacks.Of(WebhookRoutes.Reply), method: HttpMethod.Post);

    // A question may be here before the status that says so, or a report before any status.
    private static string StateOf(ReceiptOpening opening) =>
        opening.Waiting.Any() ? "asked" : opening.Status?.State is { } state && States.Contains(state) ? state : "received";
}
