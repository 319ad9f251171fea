using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Hotline.Contracts;
using Hotline.Intake.Receipts;

namespace Hotline.Tests.Tips;

/// <summary>The one reader of receipts' codes.</summary>
public sealed class SpelledCodeTests
{
    private static readonly ReceiptCode Code = ReceiptCode.New();

    // The grammar: a digit's script, the length of a group, what is between groups, before and behind.
    private static readonly Func<char, string>[] Scripts =
    [
        digit => $"{digit}", digit => $"{digit}\uFE0F\u20E3", digit => From(0x660, digit), digit => From(0x6F0, digit),
        digit => From(0x966, digit), digit => From(0xFF10, digit), digit => From(0x1D7CE, digit),
        digit => $"{"〇一二三四五六七八九"[digit - '0']}",
    ];

    private static readonly int[] Groups = [1, 2, 3, 4, 5, 8, 16];

    private static readonly string[] Gaps =
    [
        "", " ", "  ", "   ", ",", ", ", ". ", ".", "-", " - ", "–", "—", "\u2011", "\u00A0", "\u2009", "\u202F", "\u3000", "\t", "\n",
        "\r\n", "\r\n> ", "/", "_", "·", " • ", "\u200B", "\u200E ", " | ", "…", "; ", ") (", " .......... ", "👉", " 🙏🏽 ", "\n          ", "\r\n> > > > ",
    ];

    private static readonly string[] Before =
    [
        "", "Receipt: ", "receipt#", "Mi recibo es ", "On the 5th, ", "Liked “We have your report. Receipt: ", "It was him.\n", "(", "No. ", "👉",
    ];

    private static readonly string[] Behind = ["", ".", " It was him.", ". Keep it.”", ")", "\nThe man at no. 5", " and more", "🙏🏽"];

    [Property(MaxTest = 3000)]
    public Property A_code_is_found_cut_and_hidden_in_every_spelling() => Prop.ForAll(
        (from script in Gen.Elements(Scripts)
         from size in Gen.Elements(Groups)
         from gap in Gen.Elements(Gaps)
         from before in Gen.Elements(Before)
         from behind in Gen.Elements(Behind)
         select (before, string.Join(gap, Code.Digits.Select(script).Chunk(size).Select(digits => string.Concat(digits))), behind)).ToArbitrary(), parts =>
        {
            var text = string.Concat(parts.before, parts.Item2, parts.behind);
            var (cut, hidden) = (SpelledCode.Cut(text, Code.Digits), SpelledCode.Hide(text));
            return SpelledCode.In(text).Any(found => found.Digits == Code.Digits)
                && DigitsOf(cut) == DigitsOf(parts.before) + DigitsOf(parts.behind)
                && hidden.Length == text.Length && DigitsOf(hidden) <= DigitsOf(parts.before) + DigitsOf(parts.behind);
        });

    [Theory]
    [InlineData("{0}", "")]
    [InlineData("  {0}. ", ".")]
    [InlineData("{1} It was Main Street.", "It was Main Street.")]
    [InlineData("On the 5 {1}\nit was red", "On the 5 it was red")]
    [InlineData("receipt:{0}, 12 May", "receipt: , 12 May")]
    [InlineData("{1}, {1}.\nAnd {0}", ", .\nAnd")]
    [InlineData("{0}{0}", "")]
    public void A_code_is_cut_wherever_it_is_and_nothing_else_is(string text, string rest) =>
        Assert.Equal(rest, SpelledCode.Cut(Written(text), Code.Digits));

    [Theory]
    [InlineData("{0} {1} and {2} {3}", "and")]
    [InlineData("{0} {1}, uh, {2} {3}. He is back.", "uh . He is back.")]
    [InlineData("1) {0}\n2) {1}\n3) {2}\n4) {3}", "1)")]
    [InlineData("https://example.org/?c={0}%20{1}%20{2}%20{3}", "https://example.org/?c=")]
    [InlineData("{0}{1}{2}{3}²", "²")]
    [InlineData("{0}{1}{2}{3}①", "①")]
    public void A_code_in_its_four_groups_is_found_whatever_is_between_them(string text, string rest)
    {
        text = string.Format(System.Globalization.CultureInfo.InvariantCulture, text, [.. Code.Groups]);
        Assert.Contains(SpelledCode.In(text), found => found.Digits == Code.Digits);
        Assert.All(Code.Groups, group => Assert.DoesNotContain(group, SpelledCode.Hide(text), StringComparison.Ordinal));
        Assert.Equal(rest, SpelledCode.Cut(text, Code.Digits));
    }

    [Theory]
    [InlineData("9{0}")]
    [InlineData("{0}0")]
    [InlineData("Call 500 555 0100")]
    [InlineData("")]
    public void Longer_and_shorter_numbers_hold_none(string text)
    {
        Assert.Empty(SpelledCode.In(Written(text)));
        Assert.Equal(Written(text), SpelledCode.Hide(Written(text)));
    }

    [Fact]
    public void A_code_in_a_log_says_nothing_of_itself() =>
        Assert.DoesNotContain(Code.Digits, $"{SpelledCode.In(Code.Digits).Single()}", StringComparison.Ordinal);

    private static string Written(string text) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, text, Code.Digits, string.Join(' ', Code.Groups));

    private static string From(int zero, char digit) => char.ConvertFromUtf32(zero + digit - '0');

    private static int DigitsOf(string text) => text.EnumerateRunes().Count(Rune.IsDigit);
}
