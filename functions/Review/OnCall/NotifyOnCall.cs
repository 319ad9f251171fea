using Hotline.Contracts;
using Hotline.Review.Tips;

namespace Hotline.Review.OnCall;

/// <summary>Notify the person on call about an urgent tip.</summary>
/// <param name="Tip">The tip.</param>
/// <param name="Telling">The number of this notification for the tip, from 1.</param>
public sealed record NotifyOnCall(TipId Tip, int Telling) : ReviewJob
{
    /// <summary>The kind that its message names.</summary>
    public const string Kind = "Notify";

    /// <summary>Reads its message.</summary>
    public static NotifyOnCall Of(ReviewOrder order) => new(TipId.OrNone(order.Tip), order.Telling);

    /// <inheritdoc/>
    public override ReviewOrder ToOrder() => new(Kind, Tip.Value, Telling: Telling);
}
