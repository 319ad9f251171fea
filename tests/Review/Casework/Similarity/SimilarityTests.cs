using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using Hotline.Review.Similarity;

namespace Hotline.Tests.Review.Casework.Similarity;

/// <summary>Which tips are suggested as one; the figures stand in docs/triage.md.</summary>
public sealed class SimilarityTests
{
    private static readonly byte[] Pepper = Encoding.UTF8.GetBytes("a pepper for tests, 32 bytes long");

    [Fact]
    public void The_figures_in_the_documentation_are_these()
    {
        var pairs = Pairs();
        var rows = pairs.GroupBy(pair => (pair.Same, pair.Kind)).Select(kind => string.Create(
            CultureInfo.InvariantCulture,
            $"| {kind.Key.Kind} | {(kind.Key.Same ? "yes" : "no")} | {kind.Count()} | {kind.Count(IsSuggested)} | {kind.Average(Likeness):0.00} |"))
            .ToList();
        foreach (var row in rows)
            TestContext.Current.TestOutputHelper!.WriteLine(row);
        var right = pairs.Count(pair => pair.Same && IsSuggested(pair));
        Assert.True(right >= 0.8 * pairs.Count(pair => pair.Same), $"recall: {right}");
        Assert.True(right >= 0.9 * pairs.Count(IsSuggested), $"precision: {right} of {pairs.Count(IsSuggested)}");
        Assert.Contains(
            string.Join('\n', rows), File.ReadAllText(Path.Combine(Oracle.Root, "docs", "triage.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_text_is_wholly_alike_whatever_its_case_and_accents() =>
        Assert.Equal(1, Sign("MAÑANA VAN A QUEMAR LA TIENDA DE DON ANSELMO EN JACARANDA").To(
            Sign("manana van a quemar la tienda de don anselmo, en Jacaranda.")));

    [Fact]
    public void Without_the_pepper_a_signature_says_nothing()
    {
        const string text = "A man in a red cap keeps yelling at families outside the Larch Street library.";
        var other = TextSignature.Of(text, "another pepper"u8)!;
        Assert.Equal(0, Sign(text).To(other));
        Assert.Empty(Sign(text).Bands().Intersect(other.Bands()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ok thanks")]
    [InlineData("he is at it again")]
    public void Too_few_words_are_like_nothing(string text) => Assert.Null(TextSignature.Of(text, Pepper));

    [Fact]
    public void Bands_are_few_short_keys_and_a_signature_fits_a_column()
    {
        var signature = Sign("A man in a red cap keeps yelling at families outside the Larch Street library.");
        Assert.Equal(21, signature.Bands().Distinct().Count());
        Assert.All(signature.Bands(), band => Assert.Matches("^[0-9a-f]{10}$", band));
        Assert.Equal(344, signature.ToString().Length);
        Assert.Equal(1, signature.To(TextSignature.Parse(signature.ToString())));
        Assert.Throws<FormatException>(() => TextSignature.Parse("AAAA"));
    }

    [Property(MaxTest = 30)]
    public bool The_estimate_is_near_the_true_share(ushort seed)
    {
        var random = new Random(seed);
        var (one, other) = (Sentence(random), Sentence(random));
        var (left, right) = (TellingWords.Of(one), TellingWords.Of(other));
        var share = left.Intersect(right).Count() / (double)left.Union(right).Count();
        return Math.Abs(Sign(one).To(Sign(other)) - share) < 0.3;

        static string Sentence(Random random) => string.Join(
            ' ', Enumerable.Range(0, 60).Select(i => $"word{(random.Next(2) == 0 ? i : random.Next(200))}"));
    }

    private static bool IsFound(Pair pair) => Signed(pair) is (var one, var other) && one.Bands().Intersect(other.Bands()).Any();

    private static bool IsSuggested(Pair pair) => IsFound(pair) && Likeness(pair) >= TextSignature.Suggested;

    private static double Likeness(Pair pair) => Signed(pair) is (var one, var other) ? one.To(other) : 0;

    private static (TextSignature One, TextSignature Other)? Signed(Pair pair) =>
        TextSignature.Of(pair.One, Pepper) is { } one && TextSignature.Of(pair.Other, Pepper) is { } other ? (one, other) : null;

    private static TextSignature Sign(string text) => TextSignature.Of(text, Pepper)!;

    private static Pair[] Pairs() => JsonSerializer.Deserialize<Pair[]>(
        File.ReadAllText(Path.Combine(Oracle.Root, "tests", "Review", "Casework", "Similarity", "pairs.json")), JsonSerializerOptions.Web)!;

    private sealed record Pair(bool Same, string Kind, string One, string Other);
}
