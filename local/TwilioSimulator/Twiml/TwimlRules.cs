using System.Reflection;
using Twilio.TwiML.Voice;

namespace Hotline.Local.Twilio.Twiml;

/// <summary>
/// What Twilio takes of each verb that the simulator plays (https://www.twilio.com/docs/voice/twiml,
/// https://www.twilio.com/docs/messaging/twiml), and the code of what it does not (https://www.twilio.com/docs/api/errors). The lists of
/// voices and languages are those of Twilio's SDK.
/// </summary>
internal static class TwimlRules
{
    /// <summary>12200, schema validation: an unknown verb, attribute, case or nesting, and what has no code of its own.</summary>
    public const int Schema = 12200;

    private static readonly AttributeRule Url = AttributeRule.Url();
    private static readonly AttributeRule Trim = AttributeRule.OneOf(Schema, "trim-silence", "do-not-trim");
    private static readonly AttributeRule RecordingEvents = AttributeRule.SomeOf(13621, "in-progress", "completed", "absent");
    private static readonly string[] Voices = ValuesOf<Say.VoiceEnum>();
    private static readonly string[] SpokenLanguages = ValuesOf<Say.LanguageEnum>();

    private static readonly VerbRule Pause =
        new() { Attributes = new Dictionary<string, AttributeRule> { ["length"] = AttributeRule.Number(13910, 1) } };

    private static readonly VerbRule Play = new()
    {
        Attributes = new Dictionary<string, AttributeRule>
        {
            ["loop"] = AttributeRule.Number(13410, 0),
            ["digits"] = new(13430, text => text.Length > 0 && text.All(key => "0123456789*#wW".Contains(key))),
        },
        Text = new(11100, text => text.Length == 0 || AttributeRule.IsUrl(text)),
    };

    private static readonly VerbRule Gather = new()
    {
        Attributes = new Dictionary<string, AttributeRule>
        {
            ["input"] = AttributeRule.SomeOf(13326, "dtmf", "speech"),
            ["action"] = Url,
            ["method"] = AttributeRule.Method(13312),
            ["finishOnKey"] = AttributeRule.Keys(13310, most: 1),
            ["timeout"] = AttributeRule.Number(13313, 1),
            ["numDigits"] = AttributeRule.Number(13314, 1),
            ["speechTimeout"] = new(13327, text => text == "auto" || AttributeRule.Number(13327, 1).Allows(text)),
            ["maxSpeechTime"] = AttributeRule.Number(13328, 1),
            ["partialResultCallback"] = Url,
            ["partialResultCallbackMethod"] = AttributeRule.Method(13329),
            ["language"] = AttributeRule.OneOf(13331, ValuesOf<Gather.LanguageEnum>()),
            ["hints"] = AttributeRule.Any,
            ["bargeIn"] = AttributeRule.Truth(),
            ["debug"] = AttributeRule.Truth(),
            ["actionOnEmptyResult"] = AttributeRule.Truth(13338),
            ["profanityFilter"] = AttributeRule.Truth(),
            ["enhanced"] = AttributeRule.Truth(),
            ["speechModel"] = AttributeRule.Any,
        },
        Nested = new Dictionary<string, VerbRule> { ["Say"] = Said(13321, 13322), ["Play"] = Play, ["Pause"] = Pause },
        NestedCode = 13320,
    };

    private static readonly VerbRule Record = new()
    {
        Attributes = new Dictionary<string, AttributeRule>
        {
            ["action"] = Url,
            ["method"] = AttributeRule.Method(13610),
            ["timeout"] = AttributeRule.Number(13611, 1),
            ["maxLength"] = AttributeRule.Number(13612, 1),
            ["finishOnKey"] = AttributeRule.Keys(13613),
            ["transcribe"] = AttributeRule.Truth(13614),
            ["transcribeCallback"] = Url,
            ["playBeep"] = AttributeRule.Truth(13616),
            ["trim"] = Trim,
            ["recordingStatusCallback"] = Url,
            ["recordingStatusCallbackMethod"] = AttributeRule.Method(13610),
            ["recordingStatusCallbackEvent"] = RecordingEvents,
            ["recordingConfigurationId"] = AttributeRule.Any,
        },
    };

    private static readonly VerbRule Number = new()
    {
        Attributes = new Dictionary<string, AttributeRule>
        {
            ["sendDigits"] = new(13222, text => text.Length > 0 && text.All(key => "0123456789*#wW".Contains(key))),
            ["url"] = Url,
            ["method"] = AttributeRule.Method(13221),
            ["statusCallback"] = Url,
            ["statusCallbackMethod"] = AttributeRule.Method(13221),
            ["statusCallbackEvent"] = AttributeRule.SomeOf(Schema, "initiated", "ringing", "answered", "completed"),
        },
        Text = AttributeRule.Phone(13223),
    };

    private static readonly VerbRule Dial = new()
    {
        Attributes = new Dictionary<string, AttributeRule>
        {
            ["action"] = Url,
            ["method"] = AttributeRule.Method(13210),
            ["timeout"] = AttributeRule.Number(13212, 1, 600),
            ["hangupOnStar"] = AttributeRule.Truth(13213),
            ["callerId"] = AttributeRule.Phone(13214),
            ["timeLimit"] = AttributeRule.Number(13216, 1, 14400),
            ["record"] = AttributeRule.OneOf(13217, ValuesOf<Dial.RecordEnum>()),
            ["trim"] = Trim,
            ["recordingStatusCallback"] = Url,
            ["recordingStatusCallbackMethod"] = AttributeRule.Method(13210),
            ["recordingStatusCallbackEvent"] = RecordingEvents,
            ["recordingTrack"] = AttributeRule.OneOf(Schema, ValuesOf<Dial.RecordingTrackEnum>()),
            ["answerOnBridge"] = AttributeRule.Truth(),
            ["ringTone"] = AttributeRule.OneOf(Schema, ValuesOf<Dial.RingToneEnum>()),
            ["sequential"] = AttributeRule.Truth(),
        },
        Nested = new Dictionary<string, VerbRule> { ["Number"] = Number },
        NestedCode = 13215,
        Text = new(13223, text => text.Length == 0 || AttributeRule.IsPhone(text)),
    };

    private static readonly VerbRule Redirect =
        new() { Attributes = new Dictionary<string, AttributeRule> { ["method"] = AttributeRule.Method(13710) }, Text = Url };

    /// <summary>What the answer to a call may hold.</summary>
    public static VerbRule Voice { get; } = new()
    {
        Nested = new Dictionary<string, VerbRule>
        {
            ["Say"] = Said(13511, 13510),
            ["Play"] = Play,
            ["Pause"] = Pause,
            ["Gather"] = Gather,
            ["Record"] = Record,
            ["Dial"] = Dial,
            ["Redirect"] = Redirect,
            ["Hangup"] = new(),
            ["Reject"] = new()
            {
                Attributes = new Dictionary<string, AttributeRule> { ["reason"] = AttributeRule.OneOf(Schema, "rejected", "busy") },
            },
        },
    };

    /// <summary>What the answer to a text may hold.</summary>
    public static VerbRule Messaging { get; } = new()
    {
        Nested = new Dictionary<string, VerbRule>
        {
            ["Message"] = new()
            {
                Attributes = new Dictionary<string, AttributeRule>
                {
                    ["to"] = AttributeRule.Phone(14101),
                    ["from"] = AttributeRule.Phone(14102),
                    ["method"] = AttributeRule.Method(14104),
                    ["action"] = Url,
                    ["statusCallback"] = AttributeRule.Url(14105),
                },
                Nested = new Dictionary<string,
                VerbRule> { ["Body"] = new() { Text = AttributeRule.Any }, ["Media"] = new() { Text = Url } },
                Text = AttributeRule.Any,
            },
            ["Redirect"] = Redirect,
        },
    };

    private static VerbRule Said(int voice, int loop) => new()
    {
        Attributes = new Dictionary<string, AttributeRule>
        {
            ["voice"] = AttributeRule.OneOf(voice, Voices),
            ["language"] = AttributeRule.OneOf(13512, SpokenLanguages),
            ["loop"] = AttributeRule.Number(loop, 0),
        },
        Nested = Ssml.Elements,
        Text = AttributeRule.Any,
    };

    private static string[] ValuesOf<TEnum>() =>
        [.. typeof(TEnum).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)!.ToString()!)];
}
