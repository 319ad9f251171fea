namespace Hotline.Review.Outreach;

/// <summary>Whether a question would reach the reporter.</summary>
/// <param name="How">By which ways, in a sentence; null when by none.</param>
/// <param name="WhyNot">Why by none; null when by one.</param>
/// <param name="Instead">The tip on which it would; null where there is none.</param>
public sealed record AskView(string? How, string? WhyNot, string? Instead);
