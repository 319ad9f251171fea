using System.Globalization;
using System.Text;

namespace Hotline.Contracts;

/// <summary>
/// Sixteen digits that may be a receipt's, wherever and however somebody wrote them: digits of any script, keycaps, anything between them
/// that is neither a letter nor a number. The one reader of codes, for texts, pages and keys, and for what Review hides.
/// </summary>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">Where it ends, exclusive.</param>
/// <param name="Digits">Its 16 digits in ASCII; the check digit is right.</param>
public readonly record struct SpelledCode(int Start, int End, string Digits)
{
    /// <summary>The digits of a code, the check digit among them.</summary>
    public const int Length = 16;

    // Between two digits of one code, blanks apart: a row of dots, a dash, the marks of a quote in a quote.
    private const int MaxGap = 24;

    // The groups that a receipt is said and printed in.
    private const int Group = 4;
    private const string Han = "〇一二三四五六七八九";
    private const char Mask = '•';

    // Damm's quasigroup of order 10: any wrong digit and any two digits swapped show (https://en.wikipedia.org/wiki/Damm_algorithm).
    private static readonly string[] Damm =
    [
        "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
        "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
    ];

    /// <summary>All that a text holds, in their order; they may overlap.</summary>
    public static IEnumerable<SpelledCode> In(string text) => RunsOf(text).SelectMany(CodesOf).Concat(GroupedIn(text));

    /// <summary>The check digit of the digits before it; of a whole code, <c>0</c>.</summary>
    public static char CheckDigit(string digits) => digits.Aggregate('0', (interim, digit) => Damm[interim - '0'][digit - '0']);

    /// <summary>A text without each place where these digits are spelled.</summary>
    public static string Cut(string text, string digits)
    {
        while (In(text).Where(code => code.Digits == digits).Select(code => (SpelledCode?)code).FirstOrDefault() is { } found)
            text = $"{text[..found.Start].TrimEnd()} {WordsOf(text[found.Start..found.End])}{text[found.End..].TrimStart()}".Trim();
        return text;
    }

    /// <summary>A text of the same length in which no digit of a code can be read.</summary>
    public static string Hide(string text)
    {
        var hidden = text.ToCharArray();
        foreach (var code in In(text))
            for (var at = code.Start; at < code.End; at++)
                if (!char.IsWhiteSpace(text[at]) && (!char.IsLetter(text[at]) || Han.Contains(text[at], StringComparison.Ordinal)))
                    hidden[at] = Mask;
        return new string(hidden);
    }

    /// <summary>Says nothing, so that no log, message or trace can hold the digits by mistake.</summary>
    public override string ToString() => "a spelled code";

    // What stands between the groups of a code: "and", or more than that.
    private static string WordsOf(string code)
    {
        var words = string.Concat(code.EnumerateRunes().Select(rune => Rune.IsLetter(rune) && ValueOf(rune) is null ? rune.ToString() : " "))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? "" : $"{string.Join(' ', words)} ";
    }

    // Four groups of four with something between them: a word, the numbers of a list, the blanks of an address.
    private static IEnumerable<SpelledCode> GroupedIn(string text)
    {
        var groups = RunsOf(text).SelectMany(GroupsOf).Where(group => group.Count > 2).ToList();
        for (var first = 0; first + Group <= groups.Count; first++)
        {
            var four = groups.GetRange(first, Group);
            var code = string.Concat(four.SelectMany(group => group).Select(digit => digit.Value));
            if (four.TrueForAll(group => group.Count == Group) && CheckDigit(code) == '0'
                && Enumerable.Range(1, Group - 1).All(next => four[next][0].Start - four[next - 1][^1].End <= MaxGap))
                yield return new SpelledCode(four[0][0].Start, four[^1][^1].End, code);
        }
    }

    // Digits of one category with nothing between them.
    private static IEnumerable<List<Digit>> GroupsOf(List<Digit> run)
    {
        for (int from = 0, to; from < run.Count; from = to)
        {
            for (to = from + 1; to < run.Count && run[to - 1].End == run[to].Start && run[to - 1].IsPlain == run[to].IsPlain;)
                to++;
            yield return run.GetRange(from, to - from);
        }
    }

    // A longer number is none, but for several codes written without anything between them.
    private static IEnumerable<SpelledCode> CodesOf(List<Digit> run)
    {
        if (run.Count < Length)
            yield break;
        var digits = string.Concat(run.Select(digit => digit.Value));
        var edges = EdgesOf(run);
        for (var first = 0; first + Length <= run.Count; first++)
            if (edges[first] && edges[first + Length] && digits.Substring(first, Length) is var code && CheckDigit(code) == '0')
                yield return new SpelledCode(run[first].Start, run[first + Length - 1].End, code);
    }

    // Where a code may begin, or the one before it end.
    private static bool[] EdgesOf(List<Digit> run)
    {
        var edges = new bool[run.Count + 1];
        var from = 0;
        foreach (var group in GroupsOf(run))
        {
            var to = from + group.Count;
            edges[from] = edges[to] = true;
            for (var at = from + Length; group.Count % Length == 0 && at < to; at += Length)
                edges[at] = true;
            from = to;
        }

        return edges;
    }

    // The digits of a text with no letter and no wide gap between them.
    private static IEnumerable<List<Digit>> RunsOf(string text)
    {
        // A blank in an address.
        text = text.Replace("%20", "   ", StringComparison.Ordinal);
        var run = new List<Digit>();
        var (at, gap) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            var end = at + rune.Utf16SequenceLength;
            if (ValueOf(rune) is { } value)
            {
                run.Add(new Digit(value, at, end, Rune.GetUnicodeCategory(rune) != UnicodeCategory.OtherNumber));
                gap = 0;
            }
            else if (IsMark(rune))
            {
                // A keycap is a digit and two marks.
                if (run.Count > 0 && run[^1].End == at)
                    run[^1] = run[^1] with { End = end };
            }
            else if (Rune.IsLetter(rune) || Rune.IsNumber(rune) || (!Rune.IsWhiteSpace(rune) && ++gap > MaxGap))
            {
                yield return run;
                (run, gap) = ([], 0);
            }

            at = end;
        }

        yield return run;
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format;

    // Circled and raised digits are numbers of another category.
    private static char? ValueOf(Rune rune) =>
        rune.IsBmp && Han.IndexOf((char)rune.Value, StringComparison.Ordinal) is >= 0 and var han ? (char)('0' + han)
        : rune.Value == '零' ? '0'
        : Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber
        && Rune.GetNumericValue(rune) is >= 0 and <= 9 and var value && double.IsInteger(value)
            ? (char)('0' + (int)value) : null;

    private readonly record struct Digit(char Value, int Start, int End, bool IsPlain);
}
