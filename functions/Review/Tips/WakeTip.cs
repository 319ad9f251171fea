using Hotline.Contracts;

namespace Hotline.Review.Tips;

/// <summary>Part of an answer arrived: put the tip that it answers back to work.</summary>
/// <param name="Earlier">The tip that is answered.</param>
/// <param name="Answer">The tip that answers it.</param>
/// <param name="Part">What came of the answer.</param>
public sealed record WakeTip(TipId Earlier, TipId Answer, PartId Part) : ReviewJob
{
    /// <summary>The kind that its message names.</summary>
    public const string Kind = "Wake";

    /// <summary>Reads its message.</summary>
    public static WakeTip Of(ReviewOrder order) =>
        new(TipId.OrNone(order.Tip), TipId.OrNone(order.NeededBy()), new PartId(order.NeededWord()));

    /// <inheritdoc/>
    public override ReviewOrder ToOrder() => new(Kind, Earlier.Value, Answer.Value, Part.Value);

    /// <inheritdoc/>
    protected override string AboutOf(ReviewOrder order) => $"{Answer}-{Part}";
}
