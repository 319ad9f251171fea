using Hotline.Contracts;
using Hotline.Review.Tips;

namespace Hotline.Review.Canary;

/// <summary>
/// Record that a tip came from one of our own test calls, because storage was unavailable when the call was recognized. This hides the tip,
/// so the message must carry Review's mark: permission to send to the queue is not enough.
/// </summary>
/// <param name="Tip">The tip.</param>
/// <param name="Mark">The mark; null where there is none.</param>
public sealed record RememberCanary(TipId Tip, string? Mark) : ReviewJob
{
    /// <summary>The kind that its message names.</summary>
    public const string Kind = "Remember";

    /// <summary>Reads its message.</summary>
    public static RememberCanary Of(ReviewOrder order) => new(TipId.OrNone(order.Tip), order.Word);

    /// <summary>The job with Review's mark.</summary>
    public static RememberCanary Marked(TipId tip, ReviewMac mac) => new(tip, mac.Of(Queues.Review, Kind, tip.Value));

    /// <summary>Whether Review itself left it.</summary>
    public bool IsOwn(ReviewMac mac) => mac.IsOf(Mark, Queues.Review, Kind, Tip.Value);

    /// <inheritdoc/>
    public override ReviewOrder ToOrder() => new(Kind, Tip.Value, Word: Mark);
}
