using System.Globalization;
using System.Text;

namespace Hotline.Tips;

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

    // Between two digits of one code: ". ", a line break with a quote's mark, a dash in blanks.
    private const int MaxGap = 8;
    private const char Mask = '•';

    // Damm's quasigroup of order 10: any wrong digit and any two digits swapped show (https://en.wikipedia.org/wiki/Damm_algorithm).
    private static readonly string[] Damm =
    [
        "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
        "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
    ];

    /// <summary>All that a text holds, in their order; they may overlap.</summary>
    public static IEnumerable<SpelledCode> In(string text) => RunsOf(text).SelectMany(CodesOf);

    /// <summary>The check digit of the digits before it; of a whole code, <c>0</c>.</summary>
    public static char CheckDigit(string digits) => digits.Aggregate('0', (interim, digit) => Damm[interim - '0'][digit - '0']);

    /// <summary>A text without each place where these digits are spelled.</summary>
    public static string Cut(string text, string digits)
    {
        while (In(text).Where(code => code.Digits == digits).Select(code => (SpelledCode?)code).FirstOrDefault() is { } found)
            text = $"{text[..found.Start].TrimEnd()} {text[found.End..].TrimStart()}".Trim();
        return text;
    }

    /// <summary>A text of the same length in which no digit of a code can be read.</summary>
    public static string Hide(string text)
    {
        var hidden = text.ToCharArray();
        foreach (var code in In(text))
            for (var at = code.Start; at < code.End; at++)
                if (!char.IsWhiteSpace(text[at]))
                    hidden[at] = Mask;
        return new string(hidden);
    }

    /// <summary>Says nothing, so that no log, message or trace can hold the digits by mistake.</summary>
    public override string ToString() => "a spelled code";

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
        for (int from = 0, to; from < run.Count; from = to)
        {
            for (to = from + 1; to < run.Count && run[to - 1].End == run[to].Start;)
                to++;
            edges[from] = edges[to] = true;
            for (var at = from + Length; (to - from) % Length == 0 && at < to; at += Length)
                edges[at] = true;
        }

        return edges;
    }

    // The digits of a text with no letter and no wide gap between them.
    private static IEnumerable<List<Digit>> RunsOf(string text)
    {
        var run = new List<Digit>();
        var (at, gap) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            var end = at + rune.Utf16SequenceLength;
            if (ValueOf(rune) is { } value)
            {
                run.Add(new Digit(value, at, end));
                gap = 0;
            }
            else if (IsMark(rune))
            {
                // A keycap is a digit and two marks.
                if (run.Count > 0 && run[^1].End == at)
                    run[^1] = run[^1] with { End = end };
            }
            else if (Rune.IsLetter(rune) || Rune.IsNumber(rune) || ++gap > MaxGap)
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
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber
        && Rune.GetNumericValue(rune) is >= 0 and <= 9 and var value && double.IsInteger(value)
            ? (char)('0' + (int)value) : null;

    private readonly record struct Digit(char Value, int Start, int End);
}
