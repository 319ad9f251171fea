using Hotline.Contracts;
using Hotline.Review.Tips;

namespace Hotline.Review.Outreach;

/// <summary>Text the reporter that they were asked.</summary>
/// <param name="Tip">The tip.</param>
/// <param name="Question">The part that holds the question.</param>
public sealed record SendQuestionText(TipId Tip, PartId Question) : ReviewJob
{
    /// <summary>The kind that its message names.</summary>
    public const string Kind = "Text";

    /// <summary>Reads its message.</summary>
    public static SendQuestionText Of(ReviewOrder order) => new(TipId.OrNone(order.Tip), new PartId(order.NeededBy()));

    /// <inheritdoc/>
    public override ReviewOrder ToOrder() => new(Kind, Tip.Value, Question.Value);
}
