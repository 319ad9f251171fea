using Hotline.Local.Twilio.Twiml;

namespace Hotline.Local.Twilio.Calls;

/// <summary>What comes after a verb: the next verb (null), another document, or the end.</summary>
/// <param name="Document">The other document; null at the end.</param>
/// <param name="Ending">How the call ends, in words.</param>
/// <param name="Status">The call's last status.</param>
internal sealed record Next(TwimlDocument? Document, string Ending, string Status = "completed")
{
    /// <summary>A document that was asked for; where there is none, an application error.</summary>
    public static Next Of(TwimlDocument? document) => new(document, "an application error");

    public static Next CallerHungUp { get; } = new(null, "the caller hung up");
}
