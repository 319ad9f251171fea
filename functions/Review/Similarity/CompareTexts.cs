using Hotline.Contracts;
using Hotline.Review.Tips;

namespace Hotline.Review.Similarity;

/// <summary>A text came: look for tips much like it.</summary>
/// <param name="Tip">Its tip.</param>
/// <param name="Text">The part that holds it.</param>
public sealed record CompareTexts(TipId Tip, PartId Text) : ReviewJob
{
    /// <summary>The kind that its message names.</summary>
    public const string Kind = "Compare";

    // Comparing a text costs more reads than accepting it, and nobody waits for it: a burst of reports comes first.
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override TimeSpan? Delay => Burst;

    /// <summary>Reads its message.</summary>
    public static CompareTexts Of(ReviewOrder order) => new(TipId.OrNone(order.Tip), new PartId(order.NeededBy()));

    /// <inheritdoc/>
    public override ReviewOrder ToOrder() => new(Kind, Tip.Value, Text.Value);
}
