namespace Hotline.Review.Casework;

/// <summary>What a refused post had said, to be kept in its fields.</summary>
/// <param name="Act">What was posted.</param>
/// <param name="Fields">The form's fields; a corrected transcript's words are under the id of its part too.</param>
public sealed record TipDraft(TipAct Act, IReadOnlyDictionary<string, string> Fields);
