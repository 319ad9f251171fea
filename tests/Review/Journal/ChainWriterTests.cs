using Hotline.Review.Ledger;
using Hotline.Review.Table;

namespace Hotline.Tests.Review.Journal;

[Trait("Speed", "slow")]
public sealed class ChainWriterTests(SharedParts parts)
{
    private const string Scope = "day-rosa-2030-01-01";

    private static readonly Actor Rosa = new("rosa", "Rosa Vidal", null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writers_at_once_each_find_their_place()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => AppendAsync(review, [new SignedInEvent(), new LookedEvent(LookedEvent.Queue)])));
        var events = await review.Room.RangeAsync(ReviewKeys.ReviewShardOf(Scope), ReviewKeys.EventsOf(Scope), Stop)
            .Select(row => row.GetString("Event")).ToListAsync(Stop);
        Assert.Equal(Enumerable.Range(0, 24), events.Select(json => LedgerEvent.Read(json).Number));
        Assert.Equal(events.Select(LedgerEvent.HashOf).Prepend("").SkipLast(1), events.Select(json => LedgerEvent.Read(json).Previous));
        Assert.Empty((await review.Check.VerifyAsync(Stop)).Findings);
    }

    [Fact]
    public async Task What_a_marker_tells_was_done_is_not_done_again()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var marker = (ReviewKeys.Seen("SM1", "day", "0"), new Azure.Data.Tables.TableEntity());
        Assert.Equal("written", await AppendAsync(review, [new SignedInEvent()], marker));
        Assert.Equal("not written", await AppendAsync(review, [new SignedInEvent()], marker));
        Assert.Equal(1, (await Chain.FindAsync(review.Room, Scope, Stop)).Length);
    }

    [Fact]
    public async Task Nothing_that_happens_writes_nothing()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        Assert.Equal("not written", await AppendAsync(review, []));
        Assert.Empty(await review.RowsAsync(""));
    }

    private static Task<string> AppendAsync(
        InProcessReview review, IReadOnlyList<NewEvent> happened, (string, Azure.Data.Tables.TableEntity)? marker = null) =>
        review.Chains.AppendAsync(
            Scope, Rosa,
            (_, _) => ValueTask.FromResult(new ChainStep<string>(happened, (_, _) => "written", "not written") { Marker = marker }),
            "Too many at once.", Stop);
}
