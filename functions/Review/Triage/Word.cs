using System.Text;

namespace Hotline.Review.Triage;

/// <summary>A word of a text: folded so that spelling, accents and apostrophes make no difference, with its place in the text.</summary>
/// <param name="Folded">Lower case, without accents and apostrophes: <c>Don’t</c> is <c>dont</c>, <c>MAÑANA</c> is <c>manana</c>.</param>
/// <param name="Start">UTF-16 offset into the text.</param>
/// <param name="Length">UTF-16 units in the text.</param>
/// <param name="Opens">Whether it is the first word of a sentence or line; no phrase reaches over it.</param>
/// <param name="Capital">Whether it was written as a name is: a capital, then a small letter.</param>
public readonly record struct Word(string Folded, int Start, int Length, bool Opens, bool Capital)
{
    // Letters longer than this are no word in any language that is read; noise must not cost memory.
    private const int MaxWord = 64;

    /// <summary>The words of a text, in one pass and without regard to the machine's culture.</summary>
    public static IReadOnlyList<Word> In(string text)
    {
        var words = new List<Word>();
        var folded = new StringBuilder();
        var (start, opens) = (-1, true);
        for (var at = 0; at <= text.Length;)
        {
            var letter = NextRune(text, at, out var width);
            if (Rune.IsLetterOrDigit(letter) || (start >= 0 && IsInsideWord(text, letter, at)))
            {
                if (start < 0)
                    start = at;
                if (folded.Length < MaxWord)
                    Fold(letter, folded);
            }
            else if (start >= 0)
            {
                words.Add(new Word(folded.ToString(), start, at - start, opens, IsLikeName(text.AsSpan(start..at))));
                (start, opens) = (-1, EndsSentence(letter, folded.Length));
                folded.Clear();
            }
            else
            {
                opens |= EndsSentence(letter, 0);
            }

            at += width;
        }

        return words;
    }

    private static Rune NextRune(string text, int at, out int width)
    {
        width = 1;
        if (at == text.Length)
            return new Rune('\n');
        Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out width);
        return rune;
    }

    // An apostrophe between letters, or an accent that stands as a character of its own.
    private static bool IsInsideWord(string text, Rune rune, int at) =>
        rune.Value is >= 0x300 and <= 0x36F
        || (rune.Value is '\'' or '’' or 'ʼ' && at + 1 < text.Length && char.IsLetter(text[at + 1]));

    // "p.m.", "St.", "Mr." go on: only a full stop after a longer word ends a sentence.
    private static bool EndsSentence(Rune rune, int wordLength) =>
        rune.Value is '!' or '?' or '\n' or '\r' or ';' or '…' || (rune.Value == '.' && wordLength > 2);

    private static bool IsLikeName(ReadOnlySpan<char> word) => word.Length > 1 && char.IsUpper(word[0]) && char.IsLower(word[1]);

    private static void Fold(Rune rune, StringBuilder folded)
    {
        if (rune.IsAscii)
        {
            if (rune.Value != '\'')
                folded.Append((char)Rune.ToLowerInvariant(rune).Value);
            return;
        }

        foreach (var part in rune.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes())
            if (Rune.IsLetterOrDigit(part))
                folded.Append(Rune.ToLowerInvariant(part).ToString());
    }
}
