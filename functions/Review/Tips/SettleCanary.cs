using Hotline.Contracts;

namespace Hotline.Review.Tips;

/// <summary>Something came of a call of our own: perhaps that was all of it.</summary>
/// <param name="Tip">Its tip.</param>
/// <param name="Part">What came; null when it was only now known to be ours.</param>
public sealed record SettleCanary(TipId Tip, PartId? Part) : ReviewJob
{
    /// <summary>The kind that its message names.</summary>
    public const string Kind = "Settle";

    /// <summary>Reads its message.</summary>
    public static SettleCanary Of(ReviewOrder order) =>
        new(TipId.OrNone(order.Tip), order.By is { } part ? new PartId(part) : null);

    /// <inheritdoc/>
    public override ReviewOrder ToOrder() => new(Kind, Tip.Value, Part?.Value);
}
