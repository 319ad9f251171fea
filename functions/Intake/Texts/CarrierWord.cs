using System.Collections.Frozen;

namespace Hotline.Intake.Texts;

/// <summary>
/// A word that Twilio itself acts on, when it is the whole text (https://help.twilio.com/articles/223134027). It is kept as it was sent,
/// whatever else it does (docs/decisions/025-carrier-words.md).
/// </summary>
/// <param name="Effect">What Twilio does: STOP, START or HELP.</param>
/// <param name="OpensTip">Whether it is a word like any other: YES may be an answer, HELP a report. STOP is neither.</param>
public sealed record CarrierWord(string Effect, bool OpensTip)
{
    private static readonly FrozenDictionary<string, CarrierWord> Words = new Dictionary<string, CarrierWord>
    {
        ["STOP"] = new("STOP", false),
        ["STOPALL"] = new("STOP", false),
        ["UNSUBSCRIBE"] = new("STOP", false),
        ["QUIT"] = new("STOP", false),
        ["REVOKE"] = new("STOP", false),
        ["OPTOUT"] = new("STOP", false),
        ["CANCEL"] = new("STOP", true),
        ["END"] = new("STOP", true),
        ["START"] = new("START", false),
        ["UNSTOP"] = new("START", false),
        ["YES"] = new("START", true),
        ["HELP"] = new("HELP", true),
        ["INFO"] = new("HELP", true),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the text does beside what it says; null when it is no such word.</summary>
    public static CarrierWord? In(IncomingText text)
    {
        var body = (text.Body ?? "").Trim();
        var word = text.HasMedia ? null : Words.GetValueOrDefault(body);
        // Of a line's own words, one alone is a command; more may say something, and so may a picture beside it.
        return text.OptOut is { } effect
            ? new CarrierWord(effect, word?.OpensTip ?? (text.HasMedia || effect == "HELP" || body.Any(char.IsWhiteSpace)))
            : word;
    }
}
