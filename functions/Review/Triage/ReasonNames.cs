using System.Globalization;
using System.Resources;

namespace Hotline.Review.Triage;

/// <summary>What the rules of triage are called on a page.</summary>
public static class ReasonNames
{
    private static readonly ResourceManager Names = new("Hotline.Review.Triage.Reasons", typeof(TriageRules).Assembly);

    /// <summary>A rule's name; its id where this version does not know the rule any more.</summary>
    public static string Of(string rule) => Names.GetString(rule, CultureInfo.InvariantCulture) ?? rule;
}
