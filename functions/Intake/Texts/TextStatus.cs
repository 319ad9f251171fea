using Hotline.Contracts;
using Hotline.Platform.Twilio;

namespace Hotline.Intake.Texts;

/// <summary>How far a text got that was sent.</summary>
/// <param name="Text">The text.</param>
/// <param name="Account">The account that sent it.</param>
/// <param name="Line">The line that sent it.</param>
/// <param name="To">Who gets it; empty where Twilio does not say.</param>
/// <param name="Status">Twilio's word (https://www.twilio.com/docs/messaging/api/message-resource#message-status-values).</param>
public sealed record TextStatus(MessageSid Text, string? Account, string? Line, string To, string Status)
{
    /// <summary>Twilio's error when it failed (https://www.twilio.com/docs/api/errors); null else.</summary>
    public int? Error { get; init; }

    /// <summary>Whether nothing comes after it.</summary>
    public bool IsFinal => TwilioCopies.IsFinal(Status);

    /// <summary>Reads a status callback (https://www.twilio.com/docs/messaging/guides/track-outbound-message-status).</summary>
    /// <exception cref="TwilioFormException">It names no text, or no status that Twilio documents.</exception>
    public static TextStatus Of(TwilioForm form)
    {
        var status = new TextStatus(form.Message(), form["AccountSid"], form["From"], form["To"] ?? "", form.Needed("MessageStatus"))
        {
            Error = form.Number("ErrorCode"),
        };
        return status.IsFinal || status.Status is "accepted" or "scheduled" or "queued" or "sending" or "sent"
            ? status
            : throw new TwilioFormException("MessageStatus is none that Twilio documents.");
    }

    /// <summary>Says no number, so that no log can hold it.</summary>
    public override string ToString() => $"{Text} is {Status}";
}
