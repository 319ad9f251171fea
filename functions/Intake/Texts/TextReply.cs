using System.Resources;
using Hotline.Contracts;
using Hotline.Intake.Lines;
using Hotline.Intake.Receipts;
using Hotline.Platform.Twilio;
using Twilio.TwiML;
using HttpMethod = Twilio.Http.HttpMethod;

namespace Hotline.Intake.Texts;

/// <summary>
/// What a texter is answered, in both languages where nobody chose one. Our words are within GSM-7, so that a segment holds 153 characters.
/// </summary>
public sealed class TextReply(Callbacks callbacks)
{
    // A Message takes 1,600 (https://www.twilio.com/docs/messaging/twiml/message).
    private const int MostCharacters = 1600;

    private static readonly string[] States = ["received", "reading", "asked", "answered", "closed"];
    private static readonly ResourceManager Words = new("Hotline.Intake.Texts.Written", typeof(TextReply).Assembly);

    /// <summary>The tip's receipt.</summary>
    public MessagingResponse Receipt(ReceiptCode code) => Both("Receipt", string.Join(' ', code.Groups));

    /// <summary>No receipt is ready: the next text is answered with it.</summary>
    public MessagingResponse Received() => Both("Received");

    /// <summary>
    /// A text came with an earlier report's receipt: that it was added, or how the report stands; and what waits for an answer.
    /// </summary>
    public MessagingResponse Returned(TextCodes returning)
    {
        var opening = returning.Opened[0];
        // English may be nobody's choice.
        IEnumerable<Language> languages = opening.Language == Language.English ? Language.All : [opening.Language];
        var key = returning.IsAll ? $"State_{StateOf(opening)}" : "Added";
        var said = string.Join('\n', languages.Select(language => Say(language, key)));
        var waiting = string.Join("\n", opening.Waiting.Select(question => TwimlAnswer.Speakable(question.Text)));
        if (waiting.Length == 0)
            return Text(said);
        var how = string.Join('\n', languages.Select(language => Say(language, "Answer")));
        var whole = $"{said}\n{waiting}\n{how}";
        if (whole.Length <= MostCharacters)
            return Text(whole);
        var rest = string.Join('\n', languages.Select(language => Say(language, "Rest")));
        var room = MostCharacters - said.Length - rest.Length - "\n...\n".Length;
        if (char.IsHighSurrogate(waiting[room - 1]))
            room--;
        return Text($"{said}\n{waiting[..room]}...\n{rest}");
    }

    /// <summary>Our own answer to STOP, START or HELP, for a line where Twilio gives none.</summary>
    public MessagingResponse Consent(string word) => Both(word);

    private MessagingResponse Both(string key, string code = "") =>
        Text(string.Join('\n', Language.All.Select(language => Say(language, key).Replace("{code}", code))));

    // The SDK calls statusCallback deprecated in favor of action: https://github.com/twilio/twilio-csharp/issues/613
    private MessagingResponse Text(string words) =>
        new MessagingResponse().Message(words, action: callbacks.Of(WebhookRoutes.Reply), method: HttpMethod.Post);

    // A question may be here before the status that says so, or a report before any status.
    private static string StateOf(ReceiptOpening opening) =>
        opening.Waiting.Any() ? "asked" : opening.Status?.State is { } state && States.Contains(state) ? state : "received";

    private static string Say(Language language, string key) => language.Say(Words, key);
}
