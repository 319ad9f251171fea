using Hotline.Contracts;
using Hotline.Review.Tips;

namespace Hotline.Review.OnCall;

/// <summary>Tell whoever is on call of an urgent tip.</summary>
/// <param name="Tip">The tip.</param>
/// <param name="Telling">Which telling of that tip it is, from 1.</param>
public sealed record NotifyOnCall(TipId Tip, int Telling) : ReviewJob
{
    /// <summary>The kind that its message names.</summary>
    public const string Kind = "Notify";

    /// <summary>Reads its message.</summary>
    public static NotifyOnCall Of(ReviewOrder order) => new(TipId.OrNone(order.Tip), order.Telling);

    /// <inheritdoc/>
    public override ReviewOrder ToOrder() => new(Kind, Tip.Value, Telling: Telling);
}
