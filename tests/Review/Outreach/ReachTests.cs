using Hotline.Contracts;
using Hotline.Platform.Twilio;
using Hotline.Review.Outreach;
using Hotline.Review.Tips;
using Microsoft.Extensions.Options;

namespace Hotline.Tests.Review.Outreach;

/// <summary>A question is offered where it can arrive, and the page says how.</summary>
[Trait("Speed", "slow")]
public sealed class ReachTests(SharedParts parts)
{
    private const string From = "+15005550006";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_receipt_no_question_arrives_and_none_is_offered()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var tip = TipOf.Text("SM1");
        await review.AcceptAsync(review.Statement(tip, "SM1", "They posted her address."));
        var reach = await OfAsync(review, tip, "SK1");
        Assert.Null(reach.How);
        Assert.Equal("This reporter was given no receipt, so no question can reach them.", reach.WhyNot);
        await review.AcceptAsync(review.Seal(
            tip, PartKind.Link, "SM1", Channel.Text, review.Time.GetUtcNow(), new LinkContent(TipOf.Text("SM0").Value),
            PartContents.Default.LinkContent));
        Assert.Equal(TipOf.Text("SM0").Value, (await OfAsync(review, tip, "SK1")).Instead);
    }

    [Theory]
    [InlineData(From, "SK1", false, "and they are texted that there is a message.")]
    [InlineData(From, "", false, "They are not texted: Review has no Twilio API key.")]
    [InlineData(From, "SK1", true, "They are not texted: their number said STOP.")]
    [InlineData("83462", "SK1", false, "They are not texted: there is no number to text.")]
    [InlineData("+266696687", "SK1", false, "They are not texted: there is no number to text.")]
    [InlineData("Bank", "SK1", false, "They are not texted: there is no number to text.")]
    public async Task A_texter_is_said_to_be_texted_only_where_they_are(string from, string key, bool isStopped, string expected)
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var tip = TipOf.Text("SM1");
        await review.AcceptAsync(review.Seal(
            tip, PartKind.Statement, "SM1", Channel.Text, review.Time.GetUtcNow(),
            new StatementContent("They posted her address.", from, Line.Number, "SM1", 0, null), PartContents.Default.StatementContent));
        await review.AcceptAsync(review.Receipt(tip, "RC1"));
        if (isStopped)
            await review.AcceptAsync(review.Seal(
                tip, PartKind.Consent, "SM2", Channel.Text, review.Time.GetUtcNow(), new ConsentContent("STOP", from, Line.Number, "SM2", null),
                PartContents.Default.ConsentContent, isOfTip: false));
        Assert.EndsWith(expected, (await OfAsync(review, tip, key)).How, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_but_a_texter_is_told_by_anything_else_than_the_receipt()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var tip = TipId.OfSubmission("a");
        await review.AcceptAsync(review.Seal(
            tip, PartKind.Statement, "a", Channel.Web, review.Time.GetUtcNow(), new StatementContent("They posted it.", "", "", "a", 0, null),
            PartContents.Default.StatementContent));
        await review.AcceptAsync(review.Receipt(tip, "RC1"));
        Assert.EndsWith("Nothing else tells them.", (await OfAsync(review, tip, "SK1")).How, StringComparison.Ordinal);
    }

    private static async Task<AskView> OfAsync(InProcessReview review, TipId tip, string key)
    {
        var reach = new QuestionReach(
            review.Consents, review.Numbers, Options.Create(new OutreachOptions()), Options.Create(new TwilioOptions { ApiKeySid = key }));
        return await reach.OfAsync(await ShownTip.ReadAsync((await review.Journal.FindAsync(tip, Stop))!, review.Reader, Stop), Stop);
    }
}
