using Hotline.Contracts;
using Hotline.Review.Similarity;

namespace Hotline.Tests.Review.Casework.Similarity;

/// <summary>Two tips that read alike show each other, whichever came first.</summary>
[Trait("Speed", "slow")]
public sealed class BothWaysTests(SharedParts parts)
{
    private const string Text = "A man in a red cap yells at families outside the Larch Street library every evening.";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_earlier_tip_shows_the_later_one_too()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var earlier = await Caller.ReportsAsync(line, Text, "+15005554811");
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        Assert.DoesNotContain("Read alike", (await rosa.OpenAsync($"/review/tips/{earlier}")).Page, StringComparison.Ordinal);
        var later = await Caller.ReportsAsync(line, Text, "+15005554812");
        foreach (var (one, other) in new[] { (later, earlier), (earlier, later) })
            await Eventually.TrueAsync(
                async () => (await rosa.OpenAsync($"/review/tips/{one}")).Page.Contains($"/review/tips/{other}\"", StringComparison.Ordinal), Stop);
        Assert.Contains("100 % alike", rosa.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_follows_from_the_chains_and_goes_with_the_tip()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var (earlier, later) = (TipOf.Text("SM1"), TipOf.Text("SM2"));
        foreach (var (tip, source) in new[] { (earlier, "SM1"), (later, "SM2") })
        {
            await review.AcceptAsync(review.Statement(tip, source, Text));
            for (var times = 0; times < 2; times++)
                await review.Similar.HandleAsync(new CompareTexts(tip, PartId.Of(PartKind.Statement, source)), Stop);
        }

        Assert.Equal([(later, 1.0)], await review.Similar.LaterAsync(earlier, Stop).ToListAsync(Stop));
        Assert.Empty(await review.Similar.LaterAsync(later, Stop).ToListAsync(Stop));
        var before = (await review.RowsAsync("alike|")).Select(row => row.RowKey).ToList();
        await review.CopyEventsAsync();
        await review.LoseTableAsync();
        await review.Rebuild.RunAsync(Stop);
        Assert.Equal(before, (await review.RowsAsync("alike|")).Select(row => row.RowKey));
        await review.Similar.ForgetAsync(later, await review.Reader.EventsAsync(later, Stop), Stop);
        Assert.Empty(await review.RowsAsync("alike|"));
    }
}
