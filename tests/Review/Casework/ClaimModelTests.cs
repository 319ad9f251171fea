using FsCheck;
using FsCheck.Fluent;
using Hotline.Contracts;
using Hotline.Review.Ledger;
using Hotline.Review.Tips;

namespace Hotline.Tests.Review.Casework;

/// <summary>
/// Three people and a clock at one tip, in any order, beside a model of two facts: who holds it, and until when. <see cref="LeaseTests"/>
/// shows the same once by the real worker.
/// </summary>
[Trait("Speed", "slow")]
public sealed class ClaimModelTests(SharedParts parts)
{
    private static readonly string[] People = ["ada", "ben", "cleo"];

    private enum Doing
    {
        Claim,
        Release,
        Renew,
        Pass,
        Assign,
        Tag,
        Close,
        Reopen,
        Sweep,
        Wait,
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tip_has_one_holder_at_most_whose_claim_ends_and_the_journal_tells_it_all()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        foreach (var (steps, n) in SeededSamples.Of(Gen.ArrayOf(One(), 22), 24).Select((steps, n) => (steps, n)))
        {
            var tip = TipOf.Text($"SM{n}");
            await review.AcceptAsync(review.Statement(tip, $"SM{n}", "They posted her address."));
            var model = new Model();
            for (var at = 0; at < steps.Length; at++)
            {
                var done = await DoAsync(review, tip, steps[at], at);
                var told = string.Join("; ", steps[..(at + 1)].Select(step => step.ToString()));
                Assert.True(model.Takes(steps[at], review.Time.GetUtcNow()) == done,
                    $"It was {(done ? "done" : "refused")} at the end of: {told}");
                await AssertAsync(review, tip, model, told);
            }
        }

        await review.CopyEventsAsync();
        Assert.Empty((await review.Check.VerifyAsync(Stop)).Findings);
    }

    [Fact]
    public async Task Of_those_who_claim_at_once_one_holds_it_also_when_the_last_claim_has_run_out()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var tip = TipOf.Text("SM1");
        await review.AcceptAsync(review.Statement(tip, "SM1", "They posted her address."));
        for (var round = 0; round < 5; round++)
        {
            var done = await Task.WhenAll(People.Select(who => TriedAsync(() => review.Casework.ClaimAsync(tip, Of(who), Stop))));
            Assert.Single(done, true);
            Assert.Single(await review.RowsAsync("mine|"));
            Assert.Equal(People[Array.IndexOf(done, true)], (await review.Journal.FindAsync(tip, Stop))!.Holder);
            review.Time.Advance(InProcessReview.Lease + TimeSpan.FromSeconds(1));
        }
    }

    private static Gen<Step> One() =>
        from doing in Gen.Frequency(
            (3, Gen.Constant(Doing.Claim)), (4, Gen.Constant(Doing.Wait)), (8, Gen.Elements(Enum.GetValues<Doing>())))
        from who in Gen.Elements(People)
        from to in Gen.Elements(People)
        from minutes in Gen.Elements(1, 6, 11, 16)
        select new Step(doing, who, to, minutes);

    // Whether it was done; refused is the only other way.
    private static async Task<bool> DoAsync(InProcessReview review, TipId tip, Step step, int at)
    {
        var (casework, who, state) = (review.Casework, Of(step.Who), (await review.Journal.FindAsync(tip, Stop))!);
        return await TriedAsync(() => step.Doing switch
        {
            Doing.Claim => casework.ClaimAsync(tip, who, Stop),
            Doing.Release => casework.ReleaseAsync(tip, who, Stop),
            Doing.Renew => casework.RenewAsync(state, who, Stop),
            Doing.Pass => casework.AssignAsync(tip, step.To, step.To, who, isSupervisor: false, Stop),
            Doing.Assign => casework.AssignAsync(tip, step.To, step.To, who, isSupervisor: true, Stop),
            Doing.Tag => casework.TagAsync(tip, [$"t{at}"], state.Revision, who, Stop),
            Doing.Close => casework.CloseAsync(tip, nameof(Disposition.Referred), $"Reason {at}.", state.Revision, who, Stop),
            Doing.Reopen => casework.ReopenAsync(tip, $"Reason {at}.", state.Revision, who, Stop),
            Doing.Sweep => casework.LapseAsync(tip, Stop),
            _ => Task.Run(() => review.Time.Advance(TimeSpan.FromMinutes(step.Minutes)), Stop),
        });
    }

    private static async Task<bool> TriedAsync(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (ConflictException)
        {
            return false;
        }
    }

    private static async Task AssertAsync(InProcessReview review, TipId tip, Model model, string told)
    {
        var state = (await review.Journal.FindAsync(tip, Stop))!;
        Assert.True((model.Holder, model.Until, model.IsClosed) == (state.Holder, state.HeldUntil, state.Stage == TipStage.Closed),
            $"{state}\nafter: {told}");
        var index = (await review.RowsAsync("")).Select(row => row.RowKey).Where(row => row.EndsWith(tip.Value, StringComparison.Ordinal));
        Assert.Equal(
            model.IsClosed ? [] : [model.Holder is { } holder ? $"mine|{holder}" : "free"],
            index.Where(row => row.Split('|')[0] is "mine" or "free").Select(row => string.Join('|', row.Split('|')[..^3])));
        // A renewal is no event, and all else is.
        var events = await review.Reader.EventsAsync(tip, Stop);
        Assert.Equal(model.Lapses, events.Count(happened => happened.Act == EventKind.Lapsed));
        var again = events.Aggregate(TipState.New(tip), (before, happened) => before.Apply(happened));
        Assert.Equal((again with { HeldUntil = null }).ToJson(), (state with { HeldUntil = null }).ToJson());
    }

    private static Actor Of(string who) => new(who, who, null);

    private sealed record Step(Doing Doing, string Who, string To, int Minutes);

    private sealed class Model
    {
        public string? Holder { get; private set; }

        public DateTimeOffset? Until { get; private set; }

        public bool IsClosed { get; private set; }

        public int Lapses { get; private set; }

        /// <summary>What a step makes of it; false when it must be refused.</summary>
        public bool Takes(Step step, DateTimeOffset now)
        {
            var holds = Until >= now;
            var others = Holder is not null && Holder != step.Who && holds;
            switch (step.Doing)
            {
                case Doing.Claim or Doing.Pass when IsClosed || others:
                case Doing.Assign when IsClosed:
                case Doing.Tag when others:
                case Doing.Close when IsClosed || others:
                case Doing.Reopen when !IsClosed:
                    return false;
                case Doing.Claim when !(Holder == step.Who && holds):
                    Lapses += Holder is null ? 0 : 1;
                    (Holder, Until) = (step.Who, now + InProcessReview.Lease);
                    break;
                case Doing.Pass or Doing.Assign when !(Holder == step.To && holds):
                    (Holder, Until) = (step.To, now + InProcessReview.Lease);
                    break;
                case Doing.Renew when Holder == step.Who && holds && Until - now <= InProcessReview.Lease * 2 / 3:
                    Until = now + InProcessReview.Lease;
                    break;
                case Doing.Sweep when Holder is not null && !holds:
                    Lapses++;
                    (Holder, Until) = (null, null);
                    break;
                case Doing.Release when Holder == step.Who:
                    (Holder, Until) = (null, null);
                    break;
                case Doing.Close:
                    (Holder, Until, IsClosed) = (null, null, true);
                    break;
                case Doing.Reopen:
                    IsClosed = false;
                    break;
            }

            return true;
        }
    }
}
