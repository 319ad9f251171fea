using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hotline.Local.Speech;

/// <summary>
/// The service's answer. Sentences become phrases, and share the sound's time by their length, as words share a phrase's.
/// </summary>
internal static partial class FastTranscript
{
    private const double Confidence = 0.93;

    // Mild ones: enough to see whether the filter was turned off.
    private static readonly string[] Swears = ["damn", "damned", "hell", "bastard", "maldito", "carajo"];

    /// <summary>The answer for these words in a sound of that length.</summary>
    public static JsonObject Of(string words, TimeSpan duration, TranscribeDefinition definition)
    {
        var spoken = string.Join(
            ' ', Spaces().Split(words.Trim()).Select(word => Filter(word, definition.ProfanityFilterMode)).Where(word => word.Length > 0));
        var locale = LocaleOf(words, definition.Locales);
        var sentences = SentenceEnd().Split(spoken).Where(sentence => sentence.Length > 0).ToList();
        var phrases = Share(sentences, 0, duration.TotalMilliseconds).Select(phrase => (JsonNode)new JsonObject
        {
            ["offsetMilliseconds"] = (long)phrase.Offset,
            ["durationMilliseconds"] = (long)phrase.Duration,
            ["text"] = phrase.Text,
            ["words"] = new JsonArray([.. Share(phrase.Text.Split(' '), phrase.Offset, phrase.Duration).Select(word => (JsonNode)new JsonObject
            {
                ["text"] = word.Text.Trim('.', ',', '!', '?', '¡', '¿'), ["offsetMilliseconds"] = (long)word.Offset,
                ["durationMilliseconds"] = (long)word.Duration,
            })]),
            ["locale"] = locale,
            ["confidence"] = Confidence,
        });
        return new JsonObject
        {
            ["durationMilliseconds"] = (long)duration.TotalMilliseconds,
            ["combinedPhrases"] = new JsonArray(new JsonObject { ["text"] = spoken }),
            ["phrases"] = new JsonArray([.. phrases]),
        };
    }

    private static IEnumerable<(string Text, double Offset, double Duration)> Share(
        IReadOnlyList<string> parts, double offset, double duration)
    {
        var total = parts.Sum(part => part.Length);
        foreach (var part in parts)
        {
            var its = duration * part.Length / total;
            yield return (part, offset, its);
            offset += its;
        }
    }

    private static string LocaleOf(string words, IReadOnlyList<string> locales)
    {
        var guess = SpokenLanguage.Of(words);
        return locales.FirstOrDefault(locale => locale == guess) ?? locales.FirstOrDefault(locale => locale[..2] == guess[..2])
            ?? (locales.Count > 0 ? locales[0] : guess);
    }

    private static string Filter(string word, string mode)
    {
        if (mode == "None" || !Swears.Contains(word.Trim('.', ',', '!', '?').ToLowerInvariant()))
            return word;
        return mode switch { "Removed" => "", "Tags" => $"<profanity>{word}</profanity>", _ => new string('*', word.Length) };
    }

    [GeneratedRegex(@"(?<=[.!?])\s+")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
