using Hotline.Platform.Twilio;

namespace Hotline.Intake.Texts;

/// <summary>Reads a text's status.</summary>
public static class MessageStatus
{
    /// <summary>
    /// What a status callback says (https://www.twilio.com/docs/messaging/api/message-resource#message-status-values).
    /// </summary>
    /// <exception cref="TwilioFormException">It says nothing that Twilio documents.</exception>
    public static string Of(TwilioForm form) =>
        form.Needed("MessageStatus") is var status
            && (TwilioCopies.IsFinal(status) || status is "accepted" or "scheduled" or "queued" or "sending" or "sent")
            ? status
            : throw new TwilioFormException("MessageStatus is none that Twilio documents.");
}
