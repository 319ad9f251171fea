using Hotline.Contracts;
using Hotline.Local.Cli.Commands;
using Hotline.Local.Loopback;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Tips;
using Hotline.Review.Undelivered;

namespace Hotline.Tests.Review.Undelivered;

/// <summary>Many undelivered messages: listed without their bodies, counted by cause, and sent again by cause.</summary>
[Trait("Speed", "slow")]
public sealed class SendAllAgainTests(SharedParts parts)
{
    private const string NoKey = "It is sealed to a key that is not among the live ones.";
    private static readonly Actor Kit = new("kit", "Kit", null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_of_a_cause_is_sent_again_and_what_waits_for_another_stays()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        await KeepAsync(review, "tips", NoKey, 3);
        await KeepAsync(review, "tips", "It can't be read.", 2, first: 3);
        await KeepAsync(review, "intake", NoKey, 1);
        var causes = await review.UndeliveredRows.CausesAsync(Stop);
        Assert.Equal([3, 2, 1], causes.Select(cause => cause.Count));
        Assert.Equal(causes.Count, causes.Select(cause => cause.Id).Distinct().Count());

        var done = await review.SendAllAgain.RunAsync(causes[0].Id, "The key is back.", Kit, 100, Stop);
        Assert.Equal((3, 0, 0), (done.Sent, done.Left, done.Refused.Count));
        Assert.Equal(3, (await review.RowsAsync("outbox|tips|")).Count);
        Assert.Equal([2, 1], (await review.UndeliveredRows.CausesAsync(Stop)).Select(cause => cause.Count));
        Assert.Equal(
            [UndeliveredState.Redriven], (await review.UndeliveredRows.PageAsync(settled: true, null, 10, Stop)).Messages.Select(m => m.State).Distinct());
    }

    [Fact]
    public async Task A_message_that_may_not_be_sent_keeps_no_other_back_however_many_are_asked_for()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        await KeepAsync(review, "review", NoKey, 2);
        await KeepOwnAsync(review, NoKey, 3);
        var cause = Assert.Single(await review.UndeliveredRows.CausesAsync(Stop));
        var first = await review.SendAllAgain.RunAsync(cause.Id, "", Kit, 1, Stop);
        Assert.InRange(first.Sent, 1, 3);
        var then = await review.SendAllAgain.RunAsync(cause.Id, "", Kit, 100, Stop);
        Assert.Equal(3, first.Sent + then.Sent);
        Assert.Equal(2, Assert.Single(then.Refused).Value);
        Assert.Equal(2, (await review.WaitingAsync()).Count);
    }

    [Fact]
    public async Task Pages_hold_no_body_and_go_on_where_the_last_ended_whatever_is_settled_meanwhile()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        await KeepAsync(review, "tips", NoKey, 5);
        var first = await review.UndeliveredRows.PageAsync(settled: false, null, 2, Stop);
        Assert.All(first.Messages, message => Assert.Null(message.Body));
        Assert.All(first.Messages, message => Assert.Equal(30_000, message.Size));
        foreach (var message in first.Messages)
            await review.Undelivered.RedriveAsync(message.Id, "", Kit, Stop);
        var second = await review.UndeliveredRows.PageAsync(settled: false, first.Next, 2, Stop);
        var third = await review.UndeliveredRows.PageAsync(settled: false, second.Next, 2, Stop);
        Assert.Null(third.Next);
        Assert.Equal(
            ["tips-0", "tips-1", "tips-2", "tips-3", "tips-4"],
            first.Messages.Concat(second.Messages).Concat(third.Messages).Select(message => message.Message));
    }

    [Fact]
    public async Task The_command_sends_a_cause_again_by_the_outbox_and_the_audit_names_the_operator()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        await KeepAsync(review, "tips", NoKey, 2);
        await KeepAsync(review, "review", NoKey, 1);
        var storage = new StorageOptions
        {
            ConnectionString = parts.Azurite.ConnectionString, Table = review.Table.Name, Parts = review.Parts.Name,
        };
        await using var said = new StringWriter();
        Assert.Equal(
            0, await UndeliveredCommand.SendAsync(storage, null, UndeliveredCause.IdOf("tips", NoKey), "The key is back.", said, Stop));
        Assert.StartsWith("2 of 2 are sent again", said.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, (await review.RowsAsync("outbox|tips|")).Count);
        Assert.Equal(2, (await review.RowsAsync("event|undelivered-")).Count(row => row.GetString("Event").Contains("\"operator\"")));
        foreach (var cause in new[] { UndeliveredCause.IdOf("review", NoKey), "00000000" })
            await Assert.ThrowsAsync<CommandException>(() => UndeliveredCommand.SendAsync(storage, null, cause, "", said, Stop));
    }

    private static async Task KeepAsync(InProcessReview review, string source, string reason, int count, int first = 0)
    {
        for (var n = first; n < first + count; n++)
        {
            review.Time.Advance(TimeSpan.FromSeconds(1));
            await review.Undelivered.KeepAsync(Rejected(source, $"{source}-{n}", reason, null), Stop);
        }
    }

    private static async Task KeepOwnAsync(InProcessReview review, string reason, int count)
    {
        for (var n = 0; n < count; n++)
            await review.Undelivered.KeepAsync(Rejected("review", $"own-{n}", reason, InProcessReview.Mac), Stop);
    }

    private static QueueMessage Rejected(string source, string id, string reason, ReviewMac? mac)
    {
        var body = new string('x', 30_000);
        var properties = new Dictionary<string, string> { ["source"] = source, ["reason"] = reason, ["rejected"] = id };
        if (mac is not null)
            properties["mac"] = mac.Of(source, id, body);
        return new QueueMessage(Queues.Rejected, id, body, properties);
    }
}
