using System.Globalization;
using System.Resources;
using Hotline.Intake.Receipts;
using Twilio.TwiML;

namespace Hotline.Intake.Messages;

/// <summary>What a texter is answered, in both languages: nobody chose one. Within GSM-7, so that a segment holds 153 characters.</summary>
public static class TextReply
{
    private static readonly ResourceManager Words = new("Hotline.Intake.Messages.Written", typeof(TextReply).Assembly);

    /// <summary>The tip's receipt.</summary>
    public static MessagingResponse Receipt(ReceiptCode code) => Both("Receipt", string.Join(' ', code.Groups));

    /// <summary>No receipt is ready: the next text is answered with it.</summary>
    public static MessagingResponse Received() => Both("Received");

    /// <summary>Our own answer to STOP, START or HELP, for a line where Twilio gives none.</summary>
    public static MessagingResponse Consent(string word) => Both(word);

    private static MessagingResponse Both(string key, string code = "") => new MessagingResponse().Message(
        string.Create(CultureInfo.InvariantCulture, $"{Say(Language.English, key, code)}\n{Say(Language.Spanish, key, code)}"));

    private static string Say(Language language, string key, string code) => language.Say(Words, key).Replace("{code}", code);
}
