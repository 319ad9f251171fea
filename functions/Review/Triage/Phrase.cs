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
public sealed class Phrase
{
    /// <summary>The most words that a phrase takes.</summary>
    internal const int Reach = 60;

    private readonly IReadOnlyList<Step> steps;

    private Phrase(IReadOnlyList<Step> steps) => this.steps = steps;

    private delegate ulong Step(IReadOnlyList<Word> words, int start, ulong reached);

    /// <summary>Reads a phrase.</summary>
    /// <exception cref="FormatException">It names no such list or endings, or begins with a gap.</exception>
    public static Phrase Parse(string source, Vocabulary vocabulary)
    {
        if (source.StartsWith('~'))
            throw new FormatException($"The phrase \"{source}\" begins with a gap.");
        return new Phrase([.. source.Split(' ').Select(item => ParseItem(item, vocabulary))]);
    }

    /// <summary>The number of words of the longest match that begins at a word; 0 when none does.</summary>
    public int MatchAt(IReadOnlyList<Word> words, int start)
    {
        var reached = Advance(words, start, 1);
        return reached == 0 ? 0 : 63 - BitOperations.LeadingZeroCount(reached);
    }

    /// <summary>Whether a match can begin with this word, whatever follows.</summary>
    public bool MayBeginWith(Word word) => FirstMay([word]);

    // Bit k of what is reached says that the phrase so far may end before word start + k.
    private ulong Advance(IReadOnlyList<Word> words, int start, ulong reached)
    {
        foreach (var step in steps)
        {
            if (reached == 0)
                break;
            reached = step(words, start, reached);
        }

        return reached;
    }

    private static Step ParseItem(string item, Vocabulary vocabulary)
    {
        if (item.EndsWith('?'))
        {
            var step = ParseItem(item[..^1], vocabulary);
            return (words, start, reached) => reached | step(words, start, reached);
        }

        if (item[0] == '~')
            return Gap(int.Parse(item.AsSpan(1), CultureInfo.InvariantCulture));
        if (item[0] != '{')
            return OneWord(WordPattern.Parse(item, vocabulary));
        var list = vocabulary.List(item[1..^1]);
        return (words, start, reached) => list.Aggregate(0ul, (all, phrase) => all | phrase.Advance(words, start, reached));
    }

    private static Step OneWord(WordPattern pattern) => (words, start, reached) => Over(words, start, reached, pattern.Matches);

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
}
