namespace Hotline.Review.Triage;

/// <summary>One language's endings, named lists and signals, ready to read with.</summary>
public sealed class Vocabulary
{
    private readonly Dictionary<string, HashSet<string>> endings;
    private readonly Dictionary<string, IReadOnlyList<RulePhrase>> lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> sources;
    private readonly List<(string Signal, RulePhrase Phrase)> signals;

    /// <summary>Prepares what <c>rules.json</c> says about a language.</summary>
    /// <exception cref="FormatException">A phrase can't be read, or a list contains itself.</exception>
    public Vocabulary(LanguageRules rules)
    {
        sources = rules.Lists;
        endings = rules.Endings.ToDictionary(pair => pair.Key, pair => WithClitics(pair.Value, rules.Clitics), StringComparer.Ordinal);
        signals = [.. rules.Signals.SelectMany(pair => pair.Value.Select(source => (pair.Key, RulePhrase.Parse(source, this))))];
    }

    /// <summary>The ids of the signals that the language has phrases for.</summary>
    public IReadOnlySet<string> Signals => signals.Select(pair => pair.Signal).ToHashSet(StringComparer.Ordinal);

    /// <summary>A named list's phrases.</summary>
    /// <exception cref="FormatException">There is none of that name, or it contains itself.</exception>
    public IReadOnlyList<RulePhrase> List(string name)
    {
        if (lists.TryGetValue(name, out var list))
            return list.Count > 0 ? list : throw new FormatException($"The list {{{name}}} contains itself.");
        if (!sources.TryGetValue(name, out var phrases))
            throw new FormatException($"There is no list {{{name}}}.");
        lists[name] = [];
        return lists[name] = [.. phrases.Select(phrase => RulePhrase.Parse(phrase, this))];
    }

    /// <summary>A named class of endings.</summary>
    /// <exception cref="FormatException">There is none of that name.</exception>
    public IReadOnlySet<string> Endings(string name) =>
        endings.TryGetValue(name, out var known) ? known : throw new FormatException($"There are no endings \"{name}\".");

    /// <summary>Every place where a phrase of a signal stands, by its first word.</summary>
    public IEnumerable<Hit> HitsIn(IReadOnlyList<Word> words)
    {
        // A text repeats its words: which phrases may begin with one is asked once for each.
        var beginnings = new Dictionary<string, List<(string Signal, RulePhrase Phrase)>>(StringComparer.Ordinal);
        for (var at = 0; at < words.Count; at++)
        {
            var key = words[at] is { Capital: true, Opens: false } ? "^" + words[at].Folded : words[at].Folded;
            if (!beginnings.TryGetValue(key, out var candidates))
                beginnings[key] = candidates = signals.FindAll(signal => signal.Phrase.MayBeginWith(words[at]));
            foreach (var (signal, phrase) in candidates)
                if (phrase.MatchAt(words, at) is > 0 and var length)
                    yield return new Hit(signal, at, at + length);
        }
    }

    private static HashSet<string> WithClitics(IReadOnlyList<string> endings, IReadOnlyList<string> clitics) =>
        endings.SelectMany(ending => clitics.Prepend("").Select(clitic => ending + clitic)).ToHashSet(StringComparer.Ordinal);
}
