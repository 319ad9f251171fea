using Hotline.Contracts;
using Hotline.Review.Tips;

namespace Hotline.Review.Outreach;

/// <summary>Bring a question to the receipts for which its own transaction had no room.</summary>
/// <param name="Tip">The tip.</param>
/// <param name="Question">The part that holds the question.</param>
/// <param name="Number">The question's number on the tip.</param>
public sealed record SpreadQuestion(TipId Tip, PartId Question, int Number) : ReviewJob
{
    /// <summary>The kind that its message names.</summary>
    public const string Kind = "Spread";

    /// <summary>Reads its message.</summary>
    public static SpreadQuestion Of(ReviewOrder order) => new(TipId.OrNone(order.Tip), new PartId(order.NeededBy()), order.Telling);

    /// <inheritdoc/>
    public override ReviewOrder ToOrder() => new(Kind, Tip.Value, Question.Value, Telling: Number);
}
