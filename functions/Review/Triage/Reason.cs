namespace Hotline.Review.Triage;

/// <summary>
/// Why a text is read sooner: a rule and where in the text its words stand. The words themselves are never kept; the page shows them
/// from the opened text.
/// </summary>
/// <param name="Rule">The rule's id; its display name is in <c>Reasons.resx</c>.</param>
/// <param name="Start">UTF-16 offset into the text that was read.</param>
/// <param name="Length">UTF-16 units; 0 in a combined result, whose words stand in several texts.</param>
public readonly record struct Reason(string Rule, int Start, int Length);
