using Hotline.Intake.Drop;
using Hotline.Platform.Twilio;

namespace Hotline.Intake.Texts;

/// <summary>A text that came.</summary>
/// <param name="Form">The incoming message.</param>
/// <param name="Codes">What it says beside the receipts in it.</param>
/// <param name="Word">What Twilio does about it; null for most.</param>
/// <param name="IsOverLimit">Whether its number texts too often.</param>
/// <param name="Found">How it was found; null when a webhook told it.</param>
public sealed record IncomingText(TwilioForm Form, TextCodes Codes, CarrierWord? Word, bool IsOverLimit = false, Found? Found = null)
{
    /// <summary>Whether it says anything for which a receipt could be given, and Twilio would send it: after a STOP it does not.</summary>
    public bool MayHaveReceipt =>
        Word?.Effect != "STOP" && (!string.IsNullOrWhiteSpace(Codes.Words) || (Form.Number("NumMedia") ?? 0) > 0);

    /// <summary>Says nothing of the words, so that no log can hold them.</summary>
    public override string ToString() => "an incoming text";
}
