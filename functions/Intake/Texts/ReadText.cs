using Hotline.Intake.Drop;

namespace Hotline.Intake.Texts;

/// <summary>A text whose receipts were looked for.</summary>
/// <param name="Text">The text.</param>
/// <param name="Codes">What it says beside the receipts in it.</param>
public sealed record ReadText(IncomingText Text, TextCodes Codes)
{
    /// <summary>What Twilio does about it; null for most.</summary>
    public CarrierWord? Word { get; } = CarrierWord.In(Text);

    /// <summary>Whether its number texts too often.</summary>
    public bool IsOverLimit { get; init; }

    /// <summary>How it was found; null when a webhook told it.</summary>
    public ReconciledFrom? Found { get; init; }

    /// <summary>Whether it says anything for which a receipt could be given, and Twilio would send it: after a STOP it does not.</summary>
    public bool MayHaveReceipt => Word?.Effect != "STOP" && (!string.IsNullOrWhiteSpace(Codes.Words) || Text.HasMedia);

    /// <summary>Says nothing of the words, so that no log can hold them.</summary>
    public override string ToString() => "an incoming text";
}
