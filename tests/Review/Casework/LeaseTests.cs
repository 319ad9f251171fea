using Hotline.Contracts;
using Hotline.Review.Casework;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Tests.Review.Casework;

/// <summary>A claim renews while its holder works, passes on, and runs out.</summary>
[Trait("Speed", "slow")]
public sealed class LeaseTests(SharedParts parts)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_claim_renews_without_an_event_passes_on_and_runs_out()
    {
        await using var line = await Line.BorrowAsync(parts);
        await line.StartReviewAsync(("Hotline__Review__Lease", Lease.ToString()));
        var tip = await Caller.ReportsAsync(line, "They posted her address.");
        var path = $"/review/tips/{tip}";
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        using var ben = await ReviewerBrowser.OfAsync(line, "ben-okafor");
        await ben.OpenAsync(path);
        await rosa.OpenAsync(path);
        await rosa.PostAsync($"{path}/claim");
        var claimed = await StateAsync(line, tip);
        Assert.Equal("rosa-vidal", claimed.Holder);

        // Looking at it renews the claim once a third of it has gone.
        await Eventually.TrueAsync(async () =>
        {
            await rosa.OpenAsync(path);
            return (await StateAsync(line, tip)).HeldUntil > claimed.HeldUntil;
        }, Stop);
        Assert.Single(await ReviewRows.FindAsync(line, "event|"), row => row.GetString("Event").Contains(
            "\"act\":\"Claimed\"", StringComparison.Ordinal));

        await rosa.PostAsync($"{path}/pass", ("to", "ben-okafor"));
        Assert.Equal("ben-okafor", (await StateAsync(line, tip)).Holder);
        Assert.Single(await ReviewRows.FindAsync(line, "mine|ben-okafor|"));

        await Eventually.TrueAsync(async () =>
        {
            await line.FireAsync(nameof(ReleaseLapsedClaims));
            return (await StateAsync(line, tip)).Holder is null;
        }, Stop);
        Assert.True(DateTimeOffset.UtcNow - claimed.HeldUntil > TimeSpan.Zero);
        Assert.Empty(await ReviewRows.FindAsync(line, "mine|"));
        Assert.Single(await ReviewRows.FindAsync(line, "free|"));
        await rosa.OpenAsync(path);
        await rosa.PostAsync($"{path}/claim");
        Assert.Equal("rosa-vidal", (await StateAsync(line, tip)).Holder);
    }

    private static async Task<TipState> StateAsync(Line line, TipId tip) =>
        StateRow.Read((await ReviewRows.FindAsync(line, ReviewKeys.Tip(tip))).Single());
}
