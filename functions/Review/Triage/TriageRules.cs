using System.Text;

namespace Hotline.Review.Triage;

/// <summary>
/// Reads a text by rules that are written in <c>rules.json</c>. Deterministic, the same under every culture, in time proportional to the
/// text. Every language is always read: a line's language is that of its answers, not of what people say to it.
/// </summary>
public sealed class TriageRules
{
    /// <summary>The signal whose hits cancel what they touch.</summary>
    public const string Unless = "unless";

    /// <summary>The signal of what may stand beside a lowering phrase: greetings, excuses, and the words around them.</summary>
    public const string Courtesy = "courtesy";

    private static readonly Lazy<TriageRules> Default = new(() => new TriageRules(RuleFile.BuiltIn()));
    private readonly IReadOnlyList<Vocabulary> vocabularies;

    /// <summary>Prepares rules for reading.</summary>
    /// <exception cref="FormatException">A phrase can't be read.</exception>
    public TriageRules(RuleFile file)
    {
        Rules = file.Rules;
        vocabularies = [.. file.Languages.Values.Select(rules => new Vocabulary(rules))];
    }

    /// <summary>The rules that are built in.</summary>
    public static TriageRules BuiltIn => Default.Value;

    /// <summary>The rules, in the file's order.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>In which order the text is read, and why.</summary>
    public TriageResult Read(string text)
    {
        var words = Word.In(text);
        var hits = vocabularies.SelectMany(vocabulary => WithoutCancelled([.. vocabulary.HitsIn(words)])).ToLookup(hit => hit.Signal);
        var reasons = new SortedSet<(int Start, string Rule, int End)>();
        var priority = TriageResult.Ordinary;
        foreach (var rule in Rules.OrderBy(rule => rule.Priority))
        {
            var found = HitsOf(rule, hits).ToList();
            if (rule.Priority > TriageResult.Ordinary && (reasons.Count > 0 || !AreAll(found.Concat(hits[Courtesy]), words, text)))
                continue;
            foreach (var hit in found)
            {
                var (first, last) = (words[hit.First], words[hit.End - 1]);
                reasons.Add((first.Start, rule.Id, last.Start + last.Length));
                priority = rule.Priority > TriageResult.Ordinary ? rule.Priority : Math.Min(priority, rule.Priority);
            }
        }

        return new TriageResult(priority, Merged(reasons));
    }

    // To come last takes certainty, and a phrase alone never gives it: "not just a test", "unsubscribe me, he wrote". One word or sign
    // beside the phrases that is no courtesy, and the text is read in its turn.
    private static bool AreAll(IEnumerable<Hit> hits, IReadOnlyList<Word> words, string text)
    {
        var covered = hits.SelectMany(hit => Enumerable.Range(hit.First, hit.End - hit.First)).ToHashSet();
        return covered.Count == words.Count && !text.EnumerateRunes().Any(Rune.IsSymbol);
    }

    private static IEnumerable<Hit> HitsOf(Rule rule, ILookup<string, Hit> hits)
    {
        var first = rule.Any.SelectMany(signal => hits[signal]).OrderBy(hit => hit.First).ToList();
        return rule.With is not { Count: > 0 } others
            ? first
            : Pairs(first, [.. others.SelectMany(signal => hits[signal]).OrderBy(hit => hit.First)], rule.Within);
    }

    // Both lists are in order and no hit is longer than a phrase can reach: each hit is compared with few others.
    private static IEnumerable<Hit> Pairs(List<Hit> first, List<Hit> second, int within)
    {
        var from = 0;
        foreach (var hit in first)
        {
            while (from < second.Count && second[from].First < hit.First - within - RulePhrase.Reach)
                from++;
            for (var at = from; at < second.Count && second[at].First <= hit.End + within; at++)
            {
                if (hit.DistanceTo(second[at]) > within)
                    continue;
                yield return hit;
                yield return second[at];
            }
        }
    }

    private static IEnumerable<Hit> WithoutCancelled(List<Hit> hits)
    {
        var cancelled = hits.Where(hit => hit.Signal == Unless)
            .SelectMany(hit => Enumerable.Range(hit.First, hit.End - hit.First)).ToHashSet();
        return hits.Where(hit => hit.Signal != Unless
            && !Enumerable.Range(hit.First, hit.End - hit.First).Any(cancelled.Contains));
    }

    // Phrases of a rule that overlap are one reason.
    private static List<Reason> Merged(IEnumerable<(int Start, string Rule, int End)> reasons)
    {
        var merged = new List<Reason>();
        foreach (var rule in reasons.GroupBy(reason => reason.Rule))
        {
            var (start, end) = (-1, -1);
            foreach (var reason in rule)
            {
                if (start >= 0 && reason.Start > end)
                    merged.Add(new Reason(rule.Key, start, end - start));
                (start, end) = start < 0 || reason.Start > end ? (reason.Start, reason.End) : (start, Math.Max(end, reason.End));
            }

            merged.Add(new Reason(rule.Key, start, end - start));
        }

        return [.. merged.OrderBy(reason => reason.Start).ThenBy(reason => reason.Rule, StringComparer.Ordinal)];
    }
}
