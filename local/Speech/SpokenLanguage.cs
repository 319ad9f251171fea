using System.Buffers;

namespace Hotline.Local.Speech;

/// <summary>Guesses whether words are Spanish or English: enough for a stand-in.</summary>
internal static class SpokenLanguage
{
    private static readonly SearchValues<char> SpanishLetters = SearchValues.Create("ñáéíóúü¿¡Ñ");
    private static readonly HashSet<string> SpanishWords =
        ["el", "la", "los", "las", "que", "y", "en", "de", "una", "mi", "por", "con", "hay", "está", "es"];
    private static readonly HashSet<string> EnglishWords =
        ["the", "a", "and", "of", "to", "in", "is", "was", "he", "she", "they", "my", "i", "it", "at"];

    /// <summary><c>es-MX</c> or <c>en-US</c>.</summary>
    public static string Of(string words)
    {
        var all = words.ToLowerInvariant().Split([' ', ',', '.', '!', '?', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var spanish = all.Count(SpanishWords.Contains) + (words.AsSpan().ContainsAny(SpanishLetters) ? 2 : 0);
        return spanish > all.Count(EnglishWords.Contains) ? "es-MX" : "en-US";
    }
}
