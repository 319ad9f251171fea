using Hotline.Review.Triage;

namespace Hotline.Review.Similarity;

/// <summary>
/// The words by which a text is compared: those that not every report has.
/// Pairs of neighbours were tried as well: who tells it again in other words shares hardly one with the first report.
/// </summary>
public static class TellingWords
{
    /// <summary>Below so many of them a likeness is chance.</summary>
    public const int Fewest = 5;

    // Words that every report has, in both languages, folded.
    private static readonly HashSet<string> Common = new(
        ("a an the and or but if of to in on at by for from with as is are was were be been am i im me my we us our you your "
        + "u he him his hes she her shes it its they them their that this these those there here who what when where not no so "
        + "do does did dont has have had will would can just about then than too very said says say saying told want out up "
        + "all some any el la los las un una unos unas y o pero si de del al a en con por para como es son era fue ser esta "
        + "estan yo me mi mis nos nuestro tu te su sus se le les lo que quien cuando donde no ya muy mas ha han hay dijo dice "
        + "dicen va van voy").Split(' '),
        StringComparer.Ordinal);

    /// <summary>The telling words of a text, folded, each once.</summary>
    public static IReadOnlySet<string> Of(string text) =>
        Word.In(text).Select(word => word.Folded).Where(word => !Common.Contains(word)).ToHashSet(StringComparer.Ordinal);
}
