using System.Globalization;
using System.Numerics;

namespace Hotline.Review.Triage;

/// <summary>
/// A pattern over words, written as in <c>rules.json</c>. Items stand between blanks: <c>kill</c> a word, <c>gun|guns</c> either,
/// <c>suicid*</c> a beginning, <c>kill+</c> a stem with any ending of the language (<c>mat+ar</c>: of that class of endings),
/// <c>{who}</c> a named list, <c>~3</c> up to three words of any kind, <c>^</c> a word with a capital inside a sentence,
/// <c>#</c> a number, <c>#4</c> one of four digits; a <c>?</c> behind an item makes it optional. No phrase reaches over a sentence's end
/// or further than 60 words, so that reading takes time in proportion to the text.
/// </summary>
public sealed class RulePhrase
{
    /// <summary>The most words that a phrase takes.</summary>
    internal const int Reach = 60;

    private readonly IReadOnlyList<Item> items;

    private RulePhrase(IReadOnlyList<Item> items) => this.items = items;

    private delegate ulong Step(IReadOnlyList<Word> words, int start, ulong reached);

    /// <summary>Reads a phrase.</summary>
    /// <exception cref="FormatException">It names no such list or endings, or begins with a gap.</exception>
    public static RulePhrase Parse(string source, Vocabulary vocabulary)
    {
        if (source.StartsWith('~'))
            throw new FormatException($"The phrase \"{source}\" begins with a gap.");
        return new RulePhrase([.. source.Split(' ').Select(item => ParseItem(item, vocabulary))]);
    }

    /// <summary>The number of words of the longest match that begins at a word; 0 when none does.</summary>
    public int MatchAt(IReadOnlyList<Word> words, int start)
    {
        var reached = Advance(words, start, 1);
        return reached == 0 ? 0 : 63 - BitOperations.LeadingZeroCount(reached);
    }

    /// <summary>Whether a match can begin with this word, whatever follows.</summary>
    public bool MayBeginWith(Word word) =>
        items.TakeWhile((_, i) => items.Take(i).All(before => before.Optional)).Any(item => item.Begins(word));

    // Bit k of what is reached says that the phrase so far may end before word start + k.
    private ulong Advance(IReadOnlyList<Word> words, int start, ulong reached)
    {
        foreach (var item in items)
        {
            if (reached == 0)
                break;
            reached = item.Advance(words, start, reached);
        }

        return reached;
    }

    private static Item ParseItem(string source, Vocabulary vocabulary)
    {
        if (source.EndsWith('?'))
        {
            var item = ParseItem(source[..^1], vocabulary);
            return new Item(item.Begins, (words, start, reached) => reached | item.Advance(words, start, reached), Optional: true);
        }

        if (source[0] == '~')
            return new Item(_ => true, Gap(int.Parse(source.AsSpan(1), CultureInfo.InvariantCulture)), Optional: true);
        if (source.Contains('{') && source.Split('|') is { Length: > 1 } alternatives)
            return Either([.. alternatives.Select(alternative => ParseItem(alternative, vocabulary))]);
        if (source[0] != '{')
        {
            var pattern = WordPattern.Parse(source, vocabulary);
            return new Item(pattern.Matches, (words, start, reached) => Over(words, start, reached, pattern.Matches), Optional: false);
        }

        var list = vocabulary.List(source[1..^1]);
        return new Item(
            word => list.Any(phrase => phrase.MayBeginWith(word)),
            (words, start, reached) => list.Aggregate(0ul, (all, phrase) => all | phrase.Advance(words, start, reached)),
            Optional: false);
    }

    private static Item Either(IReadOnlyList<Item> items) => new(
        word => items.Any(item => item.Begins(word)),
        (words, start, reached) => items.Aggregate(0ul, (all, item) => all | item.Advance(words, start, reached)),
        Optional: false);

    private static Step Gap(int most) => (words, start, reached) =>
    {
        for (var (i, next) = (0, reached); i < most; i++)
            reached |= next = Over(words, start, next, _ => true);
        return reached;
    };

    private static ulong Over(IReadOnlyList<Word> words, int start, ulong reached, Func<Word, bool> matches)
    {
        var next = 0ul;
        for (var left = reached; left != 0; left &= left - 1)
        {
            var offset = BitOperations.TrailingZeroCount(left);
            var at = start + offset;
            if (offset < Reach && at < words.Count && (offset == 0 || !words[at].Opens) && matches(words[at]))
                next |= 1ul << (offset + 1);
        }

        return next;
    }

    private sealed record Item(Func<Word, bool> Begins, Step Advance, bool Optional);
}
