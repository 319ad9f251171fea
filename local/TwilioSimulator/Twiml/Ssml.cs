namespace Hotline.Local.Twilio.Twiml;

/// <summary>The SSML elements in a <c>Say</c> (https://www.twilio.com/docs/voice/twiml/say/text-speech#ssml).</summary>
internal static class Ssml
{
    /// <summary>By name. They may hold one another.</summary>
    public static IReadOnlyDictionary<string, VerbRule> Elements { get; } = Make();

    private static Dictionary<string, VerbRule> Make()
    {
        var elements = new Dictionary<string, VerbRule>();
        foreach (var (name, attributes) in new (string, string[])[]
        {
            ("break", ["strength", "time"]), ("emphasis", ["level"]),
            ("lang", ["{http://www.w3.org/XML/1998/namespace}lang"]), ("p", []), ("s", []),
            ("phoneme", ["alphabet", "ph"]), ("prosody", ["volume", "rate", "pitch"]), ("say-as", ["interpret-as", "format"]),
            ("sub", ["alias"]), ("w", ["role"]),
        })
        {
            elements[name] = new VerbRule
            {
                Attributes = attributes.ToDictionary(attribute => attribute, _ => AttributeRule.Any),
                Nested = elements,
                Text = name == "break" ? null : AttributeRule.Any,
            };
        }

        return elements;
    }
}
