using System.Globalization;
using System.Resources;
using Hotline.Intake.Receipts;
using Hotline.Twilio;
using Twilio.TwiML;
using HttpMethod = Twilio.Http.HttpMethod;

namespace Hotline.Intake.Messages;

/// <summary>What a texter is answered, in both languages: nobody chose one. Within GSM-7, so that a segment holds 153 characters.</summary>
public sealed class TextReply(Callbacks callbacks)
{
    /// <summary>Where Twilio tells how far a reply got.</summary>
    public const string StatusRoute = "twilio/messages/status";

    private static readonly ResourceManager Words = new("Hotline.Intake.Messages.Written", typeof(TextReply).Assembly);

    /// <summary>The tip's receipt.</summary>
    public MessagingResponse Receipt(ReceiptCode code) => Both("Receipt", string.Join(' ', code.Groups));

    /// <summary>No receipt is ready: the next text is answered with it.</summary>
    public MessagingResponse Received() => Both("Received");

    /// <summary>Our own answer to STOP, START or HELP, for a line where Twilio gives none.</summary>
    public MessagingResponse Consent(string word) => Both(word);

    // The SDK calls statusCallback deprecated in favor of action: https://github.com/twilio/twilio-csharp/issues/613
    private MessagingResponse Both(string key, string code = "") => new MessagingResponse().Message(
        string.Create(CultureInfo.InvariantCulture, $"{Say(Language.English, key, code)}\n{Say(Language.Spanish, key, code)}"),
        action: callbacks.ForLater(StatusRoute), method: HttpMethod.Post);

    private static string Say(Language language, string key, string code) => language.Say(Words, key).Replace("{code}", code);
}
