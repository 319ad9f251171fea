using System.Globalization;

namespace Hotline.Local.Twilio;

/// <summary>What Twilio takes of a verb (https://www.twilio.com/docs/voice/twiml): its attributes, what each may say, and the error of what it may not.</summary>
/// <param name="Attributes">By name: the error's code, and whether a value is right.</param>
/// <param name="Nested">The verbs that it may hold.</param>
/// <param name="NestedError">The error of another one.</param>
internal sealed record VerbRule(
    IReadOnlyDictionary<string, (int Code, Func<string, bool> Allows)> Attributes, IReadOnlyList<string> Nested, int NestedError = TwimlRules.Schema);

/// <summary>The rules of the verbs that the hotline could use; any other verb is an error.</summary>
internal static class TwimlRules
{
    /// <summary>12200: an unknown verb, attribute or nesting.</summary>
    public const int Schema = 12200;

    private static readonly (int, Func<string, bool>) AnyUrl = (Schema, text => text.Length > 0 && Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _));

    /// <summary>By the verb's name, in its case.</summary>
    public static readonly IReadOnlyDictionary<string, VerbRule> Voice = new Dictionary<string, VerbRule>
    {
        ["Say"] = new(new Dictionary<string, (int, Func<string, bool>)>
        {
            ["voice"] = (13511, text => text is "man" or "woman" or "alice" || text.StartsWith("Polly.", StringComparison.Ordinal) || text.StartsWith("Google.", StringComparison.Ordinal)),
            ["language"] = (13512, IsLocale),
            ["loop"] = (13510, text => IsNumber(text, 0, 1000)),
        }, []),
        ["Play"] = new(new Dictionary<string, (int, Func<string, bool>)> { ["loop"] = (13410, text => IsNumber(text, 0, 1000)), ["digits"] = (13420, text => text.All(c => "0123456789#*wW".Contains(c))) }, []),
        ["Pause"] = new(new Dictionary<string, (int, Func<string, bool>)> { ["length"] = (13910, text => IsNumber(text, 1, 600)) }, []),
        ["Gather"] = new(new Dictionary<string, (int, Func<string, bool>)>
        {
            ["input"] = (13326, text => text is "dtmf" or "speech" or "dtmf speech" or "speech dtmf"),
            ["action"] = AnyUrl,
            ["finishOnKey"] = (13310, text => text.Length <= 1 && text.All(IsKey)),
            ["method"] = (13312, IsMethod),
            ["timeout"] = (13313, text => IsNumber(text, 1, 600)),
            ["numDigits"] = (13314, text => IsNumber(text, 1, 1000)),
            ["language"] = (13331, IsLocale),
            ["actionOnEmptyResult"] = (Schema, IsBool),
            ["profanityFilter"] = (Schema, IsBool),
            ["speechTimeout"] = (Schema, text => text == "auto" || IsNumber(text, 1, 600)),
            ["hints"] = (Schema, _ => true),
        }, ["Say", "Play", "Pause"], 13320),
        ["Record"] = new(new Dictionary<string, (int, Func<string, bool>)>
        {
            ["action"] = AnyUrl,
            ["method"] = (13610, IsMethod),
            ["timeout"] = (13611, text => IsNumber(text, 1, 600)),
            ["maxLength"] = (13612, text => IsNumber(text, 1, 14400)),
            ["finishOnKey"] = (13613, text => text.All(IsKey)),
            ["transcribe"] = (13614, IsBool),
            ["playBeep"] = (13616, IsBool),
            ["trim"] = (Schema, text => text is "trim-silence" or "do-not-trim"),
            ["transcribeCallback"] = AnyUrl,
            ["recordingStatusCallback"] = AnyUrl,
            ["recordingStatusCallbackMethod"] = (13610, IsMethod),
            ["recordingStatusCallbackEvent"] = (13621, text => text.Split(' ').All(one => one is "in-progress" or "completed" or "absent")),
        }, []),
        ["Redirect"] = new(new Dictionary<string, (int, Func<string, bool>)> { ["method"] = (13710, IsMethod) }, []),
        ["Hangup"] = new(new Dictionary<string, (int, Func<string, bool>)>(), []),
        ["Dial"] = new(new Dictionary<string, (int, Func<string, bool>)>
        {
            ["action"] = AnyUrl, ["method"] = (13210, IsMethod), ["timeout"] = (13212, text => IsNumber(text, 1, 600)), ["callerId"] = (13214, text => text.Length > 0),
        }, []),
    };

    /// <summary>By the verb's name, for the answer to a text.</summary>
    public static readonly IReadOnlyDictionary<string, VerbRule> Messaging = new Dictionary<string, VerbRule>
    {
        ["Message"] = new(new Dictionary<string, (int, Func<string, bool>)>
        {
            ["to"] = (14101, IsPhone), ["from"] = (14102, IsPhone), ["action"] = (14103, AnyUrl.Item2), ["method"] = (14104, IsMethod), ["statusCallback"] = (14105, AnyUrl.Item2),
        }, ["Body", "Media"]),
        ["Body"] = new(new Dictionary<string, (int, Func<string, bool>)>(), []),
        ["Media"] = new(new Dictionary<string, (int, Func<string, bool>)>(), []),
        ["Redirect"] = new(new Dictionary<string, (int, Func<string, bool>)> { ["method"] = (13710, IsMethod) }, []),
    };

    private static bool IsMethod(string text) => text is "GET" or "POST";

    private static bool IsBool(string text) => text is "true" or "false";

    private static bool IsKey(char key) => "0123456789#*".Contains(key);

    private static bool IsPhone(string text) => text.Length > 3 && text.All(c => char.IsAsciiDigit(c) || c == '+');

    private static bool IsLocale(string text) => text.Length is >= 2 and <= 10 && char.IsAsciiLetterLower(text[0]);

    private static bool IsNumber(string text, int from, int to) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to;
}
