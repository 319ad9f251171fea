using Hotline.Contracts;
using Hotline.Review.Ledger;
using Hotline.Review.Tips;

namespace Hotline.Tests.Review.Acceptance;

/// <summary>What comes to a tip that was decided, or that was answered very often.</summary>
[Trait("Speed", "slow")]
public sealed class LateNewsTests(SharedParts parts)
{
    private static readonly TipId Tip = TipOf.Text(Webhook.Sid("SM"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_closed_tip_is_open_again_once_it_is_known_that_a_file_is_missing()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        await review.AcceptAsync(review.Statement(Tip, "SM1", "Here are the pictures."));
        var rosa = new Actor("rosa-vidal", "Rosa Vidal", null);
        var closed = await review.Casework.CloseAsync(Tip, nameof(Disposition.Referred), "Nothing more came.", 1, rosa, Stop);
        Assert.Equal(TipStage.Closed, closed.Stage);
        await review.AcceptAsync(review.Seal(
            Tip, PartKind.Missing, "ME1", Channel.Text, review.Time.GetUtcNow(),
            new MissingContent("ME1", PartKind.Attachment, "SM1", 2, MissingReason.Gone), PartContents.Default.MissingContent));
        Assert.Equal(TipStage.Open, (await StateAsync(review)).Stage);
        Assert.Single(await review.RowsAsync("open|"));
    }

    [Fact]
    public async Task However_many_answers_came_none_is_taken_for_what_the_tip_answers()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        await review.AcceptAsync(review.Statement(Tip, "SM1", "They posted her address."));
        for (var n = 0; n <= 100; n++)
            await review.Casework.HandleAsync(
                new WakeTip(Tip, TipOf.Text(Webhook.Sid("SM")), PartId.Of(PartKind.Statement, Webhook.Sid("SM"))), Stop);
        var state = await StateAsync(review);
        Assert.Equal(100, state.Answers.Count);
        Assert.Empty(state.Earlier);
    }

    private static async Task<TipState> StateAsync(InProcessReview review) =>
        StateRow.Read(await review.RowAsync($"tip|{Tip}"));
}
