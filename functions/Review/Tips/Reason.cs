namespace Hotline.Review.Tips;

/// <summary>Why a tip has its priority: a rule, and where its words stand, not the words.</summary>
/// <param name="Part">The part that has the words.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Start">The first character.</param>
/// <param name="Length">How many characters.</param>
public sealed record Reason(string Part, string Rule, int Start, int Length);
