using Azure.Data.Tables;
using Hotline.Platform.Messaging;
using Hotline.Review.Ledger;
using Hotline.Review.OnCall;
using Hotline.Review.Tips;

namespace Hotline.Tests.Review.OnCall;

/// <summary>When whoever is on call is told: after 5 and 10 minutes, then every 15.</summary>
[Trait("Speed", "slow")]
public sealed class OnCallScheduleTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_unclaimed_tip_is_told_step_by_step_and_then_at_the_last_again_each_by_one_order()
    {
        await using var tip = await OnCallTip.OfAsync(parts, priority: 1, ago: TimeSpan.FromHours(3));
        Assert.Equal([(5, 1), (10, 2), (25, 2), (40, 2)], await tip.ToldWithinAsync(minutes: 50));
        var ordered = await tip.Table
            .QueryAsync<TableEntity>(
                row => row.RowKey.CompareTo("outbox|review|") >= 0 && row.RowKey.CompareTo("outbox|review}") < 0, cancellationToken: Stop)
            .Select(row => NotifyOnCall.Of(ReviewOrder.Read(OutboxMessage.From(row).Body))).ToListAsync(Stop);
        Assert.Equal([.. Enumerable.Range(1, 4).Select(telling => new NotifyOnCall(OnCallTip.Id, telling))], ordered);
    }

    [Fact]
    public async Task What_an_outage_of_the_timer_missed_is_not_made_up_for()
    {
        await using var tip = await OnCallTip.OfAsync(parts, priority: 1);
        await tip.ToldWithinAsync(minutes: 12);
        tip.Time.Advance(TimeSpan.FromHours(10));
        Assert.Equal([(1, 2), (16, 2)], await tip.ToldWithinAsync(minutes: 20));
    }

    [Fact]
    public async Task Nobody_is_told_of_a_claimed_tip_and_a_claim_given_back_or_run_out_begins_anew()
    {
        await using var tip = await OnCallTip.OfAsync(parts, priority: 1);
        await tip.ToldWithinAsync(minutes: 12);
        foreach (var end in new NewEvent[] { new ReleasedEvent(), new LapsedEvent() })
        {
            await tip.ClaimAsync();
            Assert.Empty(await tip.ToldWithinAsync(minutes: 60));
            await tip.ActAsync(end, OnCallTip.Rosa);
            Assert.Equal([(5, 1), (10, 2), (25, 2)], await tip.ToldWithinAsync(minutes: 30));
        }
    }

    [Fact]
    public async Task A_tip_counts_from_when_it_became_urgent_or_was_opened_again_and_a_closed_one_is_left_alone()
    {
        await using var tip = await OnCallTip.OfAsync(parts, priority: 2);
        Assert.Empty(await tip.ToldWithinAsync(minutes: 60));
        await tip.ActAsync(new PrioritisedEvent(1, null), OnCallTip.Rosa);
        Assert.Equal([(5, 1)], await tip.ToldWithinAsync(minutes: 7));
        await tip.ActAsync(new ClosedEvent(Disposition.Unfounded), OnCallTip.Rosa);
        Assert.Empty(await tip.ToldWithinAsync(minutes: 60));
        await tip.ActAsync(new ReopenedEvent(null), OnCallTip.Rosa);
        Assert.Equal([(5, 1)], await tip.ToldWithinAsync(minutes: 7));
    }
}
