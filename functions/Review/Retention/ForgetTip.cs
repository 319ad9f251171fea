using Hotline.Contracts;
using Hotline.Review.Tips;

namespace Hotline.Review.Retention;

/// <summary>A tip was dropped: its parts are to go.</summary>
/// <param name="Tip">The tip.</param>
public sealed record ForgetTip(TipId Tip) : ReviewJob
{
    /// <summary>The kind that its message names.</summary>
    public const string Kind = "Forget";

    /// <summary>Reads its message.</summary>
    public static ForgetTip Of(ReviewOrder order) => new(TipId.OrNone(order.Tip));

    /// <inheritdoc/>
    public override ReviewOrder ToOrder() => new(Kind, Tip.Value);
}
