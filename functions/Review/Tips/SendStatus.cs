using System.Globalization;
using Hotline.Contracts;

namespace Hotline.Review.Tips;

/// <summary>Send the reporter the status of the tip and what was received.</summary>
/// <param name="Tip">The tip that the receipts are of.</param>
/// <param name="Cause">The tip that changed: itself, or an answer to it.</param>
/// <param name="Revision">Of the change.</param>
public sealed record SendStatus(TipId Tip, TipId Cause, int Revision) : ReviewJob
{
    /// <summary>The kind that its message names.</summary>
    public const string Kind = "Tell";

    // Parts arrive in bursts, and only the last one is reported.
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    protected override TimeSpan? Delay => Burst;

    /// <summary>Reads its message.</summary>
    public static SendStatus Of(ReviewOrder order) => new(TipId.OrNone(order.Tip), TipId.OrNone(order.NeededBy()), order.Telling);

    /// <inheritdoc/>
    public override ReviewOrder ToOrder() => new(Kind, Tip.Value, Cause.Value, Telling: Revision);

    // The row of an earlier one that is on its way must not take a later one with it when it goes.
    /// <inheritdoc/>
    protected override string AboutOf(ReviewOrder order) => string.Create(CultureInfo.InvariantCulture, $"{Cause}-{Revision}");
}
