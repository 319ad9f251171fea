namespace Hotline.Review.Pages;

/// <summary>What the rules of triage are called on a page.</summary>
public static class ReasonNames
{
    /// <summary>A rule's name: its id in words.</summary>
    public static string Of(string rule) => rule.Length == 0 ? "" : char.ToUpperInvariant(rule[0]) + rule[1..].Replace('-', ' ');
}
