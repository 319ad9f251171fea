namespace Hotline.Review.Triage;

/// <summary>Which single words an item of a phrase accepts.</summary>
public sealed class WordPattern
{
    private readonly HashSet<string> words = new(StringComparer.Ordinal);
    private readonly List<string> beginnings = [];
    private readonly List<(string Stem, IReadOnlySet<string> Endings)> stems = [];
    private int digits = -1;
    private bool capital;

    private WordPattern()
    {
    }

    /// <summary>Reads alternatives between bars.</summary>
    /// <exception cref="FormatException">It names no such endings, or a word is not folded.</exception>
    public static WordPattern Parse(string item, Vocabulary vocabulary)
    {
        var pattern = new WordPattern();
        foreach (var alternative in item.Split('|'))
            pattern.Add(alternative, vocabulary);
        return pattern;
    }

    /// <summary>Whether the word is one of these.</summary>
    public bool Matches(Word word) =>
        words.Contains(word.Folded)
        || (capital && word.Capital && !word.Opens)
        || (digits >= 0 && word.Folded.All(char.IsAsciiDigit) && (digits == 0 || word.Folded.Length == digits))
        || beginnings.Exists(beginning => word.Folded.StartsWith(beginning, StringComparison.Ordinal))
        || stems.Exists(stem => word.Folded.StartsWith(stem.Stem, StringComparison.Ordinal)
            && stem.Endings.Contains(word.Folded[stem.Stem.Length..]));

    private void Add(string alternative, Vocabulary vocabulary)
    {
        if (alternative == "^")
            capital = true;
        else if (alternative.StartsWith('#'))
            digits = alternative.Length == 1 ? 0 : alternative[1] - '0';
        else if (alternative.EndsWith('*'))
            beginnings.Add(Folded(alternative[..^1]));
        else if (alternative.Split('+') is [var stem, var endings])
            stems.Add((Folded(stem), vocabulary.Endings(endings)));
        else
            words.Add(Folded(alternative));
    }

    private static string Folded(string word) =>
        word.Length > 0 && word.All(char.IsAsciiLetterOrDigit) && !word.Any(char.IsAsciiLetterUpper)
            ? word
            : throw new FormatException($"A rule's word is written in a-z and 0-9 without accents, and \"{word}\" is not.");
}
