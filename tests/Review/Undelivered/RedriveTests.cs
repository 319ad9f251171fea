using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Review.Canary;
using Hotline.Review.Ledger;
using Hotline.Review.Similarity;
using Hotline.Review.Tips;

namespace Hotline.Tests.Review.Undelivered;

/// <summary>Where an undelivered message may go again: whoever may send to <c>rejected</c> says where it came from.</summary>
[Trait("Speed", "slow")]
public sealed class RedriveTests(SharedParts parts)
{
    private static readonly Actor Kit = new("kit", "Kit", null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("review")]
    [InlineData("events")]
    [InlineData("rejected")]
    [InlineData("Tips")]
    [InlineData("a/b#c")]
    [InlineData("")]
    public async Task What_others_say_came_from_within_review_or_from_nowhere_is_never_sent_again(string source)
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var order = new RememberCanary(TipOf.Text("SM1"), null).ToMessage(review.Time.GetUtcNow());
        var forged = Rejected(order.Id, order.Body, source) with
        {
            Properties = new Dictionary<string, string> { ["source"] = source, ["rejected"] = "now", ["mac"] = new('0', 64) },
        };
        await review.Undelivered.KeepAsync(forged, Stop);
        var message = Assert.Single(await review.WaitingAsync());
        Assert.False(review.Undelivered.MayBeSentAgain(message));
        await Assert.ThrowsAsync<ConflictException>(() => review.Undelivered.RedriveAsync(message.Id, "", Kit, Stop));
        Assert.Single(await review.WaitingAsync());
        Assert.All(
            await review.RowsAsync("outbox|"),
            row => Assert.StartsWith("outbox|events|undelivered-", row.RowKey, StringComparison.Ordinal));
        await review.Undelivered.SetAsideAsync(message.Id, "It was forged.", Kit, Stop);
    }

    [Theory]
    [InlineData("tips")]
    [InlineData("intake")]
    [InlineData("replies")]
    public async Task What_came_from_a_queue_of_intake_s_is_sent_there_again_whatever_its_id(string source)
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        await review.Undelivered.KeepAsync(Rejected("an id/with #signs", "{}", source), Stop);
        var message = Assert.Single(await review.WaitingAsync());
        await review.Undelivered.RedriveAsync(message.Id, "It is mended.", Kit, Stop);
        Assert.Single(await review.RowsAsync($"outbox|{source}|"));
    }

    [Fact]
    public async Task What_review_rejected_itself_is_known_by_its_mark_and_no_other_message_by_the_same_one()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var order = new CompareTexts(TipOf.Text("SM1"), new PartId("statement-SM1")).ToMessage(review.Time.GetUtcNow());
        var rejected = new QueueMessage(Queues.Review, order.Id, order.Body, new Dictionary<string, string>())
            .Rejected("It did not succeed.", review.Time.GetUtcNow(), InProcessReview.Mac);
        var properties = rejected.ApplicationProperties.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()!);
        await review.Undelivered.KeepAsync(new QueueMessage(Queues.Rejected, order.Id, order.Body, properties), Stop);
        var message = Assert.Single(await review.WaitingAsync());
        await review.Undelivered.RedriveAsync(message.Id, "It is mended.", Kit, Stop);
        Assert.Single(await review.RowsAsync("outbox|review|"));

        var other = new CompareTexts(TipOf.Text("SM2"), new PartId("statement-SM2")).ToMessage(review.Time.GetUtcNow());
        await review.Undelivered.KeepAsync(new QueueMessage(Queues.Rejected, order.Id, other.Body, properties), Stop);
        Assert.False(review.Undelivered.MayBeSentAgain(Assert.Single(await review.WaitingAsync())));
    }

    [Fact]
    public void A_message_that_waits_too_long_on_rejected_keeps_its_source_and_mark()
    {
        var properties = new Dictionary<string, string> { ["source"] = "tips", ["reason"] = "It does not open.", ["mac"] = "1" };
        var again = new QueueMessage(Queues.Rejected, "a", "{}", properties)
            .Rejected("It did not succeed in 48 hours.", DateTimeOffset.UnixEpoch, InProcessReview.Mac);
        Assert.Equal(properties, again.ApplicationProperties.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()!));
    }

    [Fact]
    public void Only_review_s_own_word_makes_a_tip_a_canary_s()
    {
        var (tip, other) = (TipOf.Text("SM1"), TipOf.Text("SM2"));
        var own = RememberCanary.Marked(tip, InProcessReview.Mac);
        Assert.True(own.IsOwn(InProcessReview.Mac));
        Assert.False((own with { Tip = other }).IsOwn(InProcessReview.Mac));
        Assert.False((own with { Mark = null }).IsOwn(InProcessReview.Mac));
    }

    [Fact]
    public async Task A_message_with_a_reason_of_any_length_is_listed()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var message = Rejected("a", "{}", "tips") with
        {
            Properties = new Dictionary<string, string>
            {
                ["source"] = "tips", ["reason"] = new('é', 60_000), ["rejected"] = new('1', 60_000),
            },
        };
        await review.Undelivered.KeepAsync(message, Stop);
        var kept = Assert.Single(await review.WaitingAsync());
        await Assert.ThrowsAsync<ConflictException>(() => review.Undelivered.SetAsideAsync(kept.Id, new string('x', 40_000), Kit, Stop));
    }

    [Fact]
    public async Task A_tip_whose_receipt_was_given_is_not_dropped_while_its_content_may_come()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var (waits, imports, nothing) = (TipOf.Text("SM1"), TipOf.Text("SM2"), TipOf.Text("SM3"));
        foreach (var tip in new[] { waits, imports })
            await review.AcceptAsync(review.Receipt(tip, $"r{tip.Value[..8]}"));
        await review.AcceptAsync(review.Seal(
            nothing, PartKind.CallSummary, "CA3", Channel.Phone, review.Time.GetUtcNow(),
            new CallSummaryContent("+15005550006", Line.Number, "completed", 3, review.Time.GetUtcNow(), "CA3", null),
            PartContents.Default.CallSummaryContent));
        await review.Undelivered.KeepAsync(
            Rejected("statement-SM1", Envelope.Write(review.Statement(waits, "SM1", "They posted her address.")), "tips"), Stop);
        await review.Undelivered.KeepAsync(Rejected("import-RE2", """{"work":"Import","shard":"0","evidence":"RE2"}""", "intake"), Stop);
        review.Time.Advance(TimeSpan.FromDays(31));
        await review.Dormant.DropAsync(Stop);
        Assert.Equal(TipStage.Dropped, (await review.Journal.FindAsync(nothing, Stop))!.Stage);
        foreach (var tip in new[] { waits, imports })
            Assert.Equal(TipStage.Dormant, (await review.Journal.FindAsync(tip, Stop))!.Stage);

        foreach (var message in await review.WaitingAsync())
            await review.Undelivered.SetAsideAsync(message.Id, "It is rubbish.", Kit, Stop);
        await review.Dormant.DropAsync(Stop);
        Assert.Equal(TipStage.Dropped, (await review.Journal.FindAsync(waits, Stop))!.Stage);
    }

    private static QueueMessage Rejected(string id, string body, string source) => new(
        Queues.Rejected, id, body,
        new Dictionary<string, string> { ["source"] = source, ["reason"] = "It does not open.", ["rejected"] = "now" });
}
