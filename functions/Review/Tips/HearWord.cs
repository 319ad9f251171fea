using Hotline.Contracts;

namespace Hotline.Review.Tips;

/// <summary>A carrier word came from a number that was asked something: it may be the answer.</summary>
/// <param name="Tip">The tip whose reporter was asked.</param>
/// <param name="Consent">The part that says the word.</param>
/// <param name="Word">The word.</param>
public sealed record HearWord(TipId Tip, PartId Consent, string Word) : ReviewJob
{
    /// <summary>The kind that its message names.</summary>
    public const string Kind = "Hear";

    /// <summary>Reads its message.</summary>
    public static HearWord Of(ReviewOrder order) => new(TipId.OrNone(order.Tip), new PartId(order.NeededBy()), order.NeededWord());

    /// <inheritdoc/>
    public override ReviewOrder ToOrder() => new(Kind, Tip.Value, Consent.Value, Word);
}
