using Hotline.Contracts;
using Hotline.Local.Demo;
using Hotline.Platform.Sealing;
using Hotline.Platform.Storage;
using Hotline.Review.Console;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Tests.Review.WorkQueue;

/// <summary>What a page of the queue and a tip cost, however many tips there are.</summary>
[Trait("Speed", "slow")]
public sealed class CostTests
{
    private const int Few = 1_000;
    private static readonly int Many = Amount.Of(3_000, 100_000);
    private static readonly string[] Indexes = ["open|", "late|", "free|", "closed|", "mine|", "escalated|"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Speed", "scaled")]
    public async Task A_page_of_the_queue_and_a_tip_cost_the_same_however_many_tips_there_are()
    {
        // An emulator of its own: it looks through all rows for each answer, and other tests would wait for it.
        await using var parts = await OwnAsync();
        await using var line = await StartAsync(parts);
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        var tips = Made();
        var one = await StoreAsync(line, tips, 0, Few);
        var few = await CostsAsync(line, rosa, one);
        Assert.All(few.Where(cost => cost.Page is not ("a tip" or "tips?sort=oldest")), cost => Assert.True(cost is { Requests: < 16, Entities: < 200 }, $"{cost}"));
        var poll = await PollAsync(line, rosa, one);
        Assert.True(poll is { Requests: < 16, Entities: < 200 }, $"a poll after a change: {poll}");
        // Another tip like the first one: to look at it a second time would be one event more.
        var other = await StoreAsync(line, tips, Few, Many);
        var more = await CostsAsync(line, rosa, other);
        // Which shard has changed, and so how many entities it has on a page, differs; what is asked does not.
        Assert.Equal(few.Select(cost => (cost.Page, cost.Requests)), more.Select(cost => (cost.Page, cost.Requests)));
        Assert.All(few.Zip(more), pair => Assert.InRange(pair.Second.Entities, pair.First.Entities - 20, pair.First.Entities + 20));
    }

    /// <summary>The figure of docs/performance.md: what a page takes beside what the emulator takes.</summary>
    [Fact(Explicit = true)]
    public async Task A_page_takes_as_long_with_ten_thousand_tips_as_with_a_thousand()
    {
        await using var parts = await OwnAsync();
        await using var line = await StartAsync(parts);
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        var tips = Made();
        var one = await StoreAsync(line, tips, 0, Few);
        foreach (var path in new[] { "/review/tips", $"/review/tips/{one}" })
            await OwnTimeAsync(line, rosa, path);
        var few = (await OwnTimeAsync(line, rosa, "/review/tips"), await OwnTimeAsync(line, rosa, $"/review/tips/{one}"));
        await StoreAsync(line, tips, Few, 10 * Few);
        var more = (await OwnTimeAsync(line, rosa, "/review/tips"), await OwnTimeAsync(line, rosa, $"/review/tips/{one}"));
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"queue {few.Item1:0.0} ms, then {more.Item1:0.0} ms, ratio {more.Item1 / few.Item1:0.00}; tip {few.Item2:0.0} ms, then {more.Item2:0.0} ms, ratio {more.Item2 / few.Item2:0.00}");
    }

    // The median of what is left of each page when the time with a storage request on its way is taken off.
    private static async Task<double> OwnTimeAsync(Line line, ReviewerBrowser desk, string path)
    {
        var times = new List<double>();
        for (var n = 0; n < 31; n++)
        {
            line.ReviewStorage!.ForgetRequests();
            var started = TimeProvider.System.GetTimestamp();
            await desk.OpenAsync(path);
            times.Add((TimeProvider.System.GetElapsedTime(started) - line.ReviewStorage.Busy).TotalMilliseconds);
        }

        return times.Order().ElementAt(15);
    }

    private static async Task<SharedParts> OwnAsync()
    {
        var parts = new SharedParts();
        await parts.InitializeAsync();
        return parts;
    }

    // Without timers, whose reads would be counted, and with patience for the emulator.
    private static async Task<Line> StartAsync(SharedParts parts)
    {
        var line = await Line.StartAsync(parts);
        await line.StartReviewAsync(
        [
            ("Hotline__Storage__Timeout", "00:02:00"),
            .. new[] { "SweepOutbox", "Tick" }.Select(
                timer => ($"AzureWebJobs.{timer}.Disabled", "true")),
        ]);
        return line;
    }

    // Of one moment, since tips are in shards by their ids and these are of the moment: a shard with over twenty of a page's fifty tips
    // would be asked once more.
    private static readonly DateTimeOffset Moment = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static ManyTips Made()
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        return new ManyTips(
            new JweSealer(PublicSealingKey.Parse(key.ExportSubjectPublicKeyInfoPem())), ["They posted her address.", "He has a gun."],
            Line.Number, Moment);
    }

    private static async Task<List<(string Page, int Requests, int Entities)>> CostsAsync(Line line, ReviewerBrowser desk, TipId tip)
    {
        var costs = new List<(string, int, int)>();
        foreach (var path in new[] { "tips", "tips?sort=newest", "tips?sort=oldest", "tips?view=unassigned", "tips?view=mine",
            "tips?view=escalated", "tips?view=closed", $"tips/{tip}" })
        {
            // The least of three, each after a change in one shard: what keeps house (a key ring, a session) reads now and then too.
            var (requests, entities) = (int.MaxValue, int.MaxValue);
            for (var n = 0; n < 3; n++)
            {
                await line.ReviewTable.UpsertEntityAsync(
                    new Azure.Data.Tables.TableEntity(ReviewKeys.ReviewShards[n], ReviewKeys.Pulse), cancellationToken: Stop);
                line.ReviewStorage!.ForgetRequests();
                Assert.Equal(System.Net.HttpStatusCode.OK, (await desk.OpenAsync($"/review/{path}")).Status);
                requests = Math.Min(
                    requests, line.ReviewStorage.Requests.Count(request => request.StartsWith("GET", StringComparison.Ordinal)));
                entities = Math.Min(entities, line.ReviewStorage.Entities);
            }

            costs.Add((path.StartsWith("tips/", StringComparison.Ordinal) ? "a tip" : path, requests, entities));
            TestContext.Current.TestOutputHelper!.WriteLine(costs[^1].ToString());
        }

        return costs;
    }

    // What an open console asks when something has changed.
    private static async Task<(int Requests, int Entities)> PollAsync(Line line, ReviewerBrowser desk, TipId tip)
    {
        using var console = await ReviewerBrowser.SignInAsync(line, "ben-okafor");
        console.DefaultRequestHeaders.Add(ReviewerGate.BackgroundHeader, "1");
        (await console.GetAsync(new Uri("review/tips", UriKind.Relative), Stop)).EnsureSuccessStatusCode();
        await desk.OpenAsync($"/review/tips/{tip}");
        await desk.PostAsync($"/review/tips/{tip}/claim");
        line.ReviewStorage!.ForgetRequests();
        (await console.GetAsync(new Uri("review/tips", UriKind.Relative), Stop)).EnsureSuccessStatusCode();
        return (line.ReviewStorage.Requests.Count(request => request.StartsWith("GET", StringComparison.Ordinal)), line.ReviewStorage.Entities);
    }

    // Of all but the first, which is returned, the rows of the indexes alone: nothing else is read.
    private static async Task<TipId> StoreAsync(Line line, ManyTips tips, int from, int to)
    {
        TipId? first = null;
        var waiting = ReviewKeys.ReviewShards.ToDictionary(shard => shard, shard => new Transaction(shard));
        var rows = ReviewKeys.ReviewShards.ToDictionary(shard => shard, _ => 0);
        for (var n = from; n < to; n++)
        {
            var made = await tips.MakeAsync(n);
            var shard = ReviewKeys.ReviewShardOf(TipJournal.ScopeOf(made.Tip));
            foreach (var (row, columns) in made.Rows.Where(
                row => n == from || Indexes.Any(index => row.Row.StartsWith(index, StringComparison.Ordinal))))
            {
                waiting[shard].Put(row, columns);
                if (++rows[shard] < 100)
                    continue;
                await waiting[shard].SubmitAsync(line.ReviewTable, Stop);
                (waiting[shard], rows[shard]) = (new Transaction(shard), 0);
            }

            first ??= made.Tip;
        }

        foreach (var shard in ReviewKeys.ReviewShards)
            await waiting[shard].Put(ReviewKeys.Pulse, []).SubmitAsync(line.ReviewTable, Stop);
        return first!.Value;
    }
}
