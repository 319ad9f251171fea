using Hotline.Review.Triage;

namespace Hotline.Review.Casework.Similarity;

/// <summary>The small pieces of a text by which it is compared: each telling word, and each pair of neighbours among them.</summary>
public static class Shingles
{
    /// <summary>Below so many pieces a likeness is chance.</summary>
    public const int Fewest = 7;

    // Words that every report has, in both languages, folded.
    private static readonly HashSet<string> Common = new(
        ("a an the and or but if of to in on at by for from with as is are was were be been am i im me my we us our you your u he him his hes she "
        + "her shes it its they them their that this these those there here who what when where not no so do does did dont has have had will would "
        + "can just about then than too very said says say saying told want out up all some any "
        + "el la los las un una unos unas y o pero si de del al a en con por para como es son era fue ser esta estan yo me mi mis nos nuestro tu te "
        + "su sus se le les lo que quien cuando donde no ya muy mas ha han hay dijo dice dicen va van voy").Split(' '),
        StringComparer.Ordinal);

    /// <summary>The pieces of a text, each once.</summary>
    public static IReadOnlySet<string> Of(string text)
    {
        var telling = Word.In(text).Select(word => word.Folded).Where(word => !Common.Contains(word)).ToList();
        return telling.Concat(telling.Zip(telling.Skip(1), (one, next) => $"{one} {next}")).ToHashSet(StringComparer.Ordinal);
    }
}
