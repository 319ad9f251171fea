using System.Collections.Frozen;
using Hotline.Twilio;

namespace Hotline.Intake.Messages;

/// <summary>The words that Twilio itself acts on, when they are the whole text (https://help.twilio.com/articles/223134027).</summary>
public static class CarrierWord
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["STOP"] = "STOP",
        ["STOPALL"] = "STOP",
        ["UNSUBSCRIBE"] = "STOP",
        ["CANCEL"] = "STOP",
        ["END"] = "STOP",
        ["QUIT"] = "STOP",
        ["REVOKE"] = "STOP",
        ["OPTOUT"] = "STOP",
        ["START"] = "START",
        ["YES"] = "START",
        ["UNSTOP"] = "START",
        ["HELP"] = "HELP",
        ["INFO"] = "HELP",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the text asks for: STOP, START or HELP; null when it says something else.</summary>
    /// <param name="form">
    /// The incoming message; <c>OptOutType</c> is there with Advanced Opt-Out only, whose words are the line's own.
    /// </param>
    public static string? AskedFor(TwilioForm form)
    {
        if (form["OptOutType"] is "STOP" or "START" or "HELP")
            return form["OptOutType"];
        return (form.Number("NumMedia") ?? 0) == 0 && Words.TryGetValue((form["Body"] ?? "").Trim(), out var asked) ? asked : null;
    }
}
