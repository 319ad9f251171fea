using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using Hotline.Local.SignIn;
using Hotline.Review.Console;
using Hotline.Review.SignIn;
using Hotline.Review.Tips;
using Hotline.Review.WorkQueue;

namespace Hotline.Tests.EndToEnd.Fuzzing;

/// <summary>Whatever stands in the query of the console's list: a page or a reason, never a 5xx, and never a row of another view.</summary>
[Trait("Speed", "slow")]
public sealed class QueueFilterTests(SharedParts parts)
{
    private static readonly string[] Names =
        ["view", "channel", "language", "priority", "line", "from", "to", "tag", "sort", "after", "after", "x"];

    private static readonly string[] Values =
    [
        "open", "mine", "unassigned", "escalated", "waiting", "closed", "newest", "oldest", "priority", "Phone", "en", "1", "-1",
        "99999999999", "2026-11-24", "2026-13-40",
        "", "'", "''", "' or RowKey ge '", "x' or PartitionKey ne '", "|", "open|", "open|3|0", "a", "z", "canary|", "chain|", "event|",
        "tip|", "mine|", "\0", "\u0001", "\u007F", "\u0085",
        "é", "😡", "\uFFFF", "%", "+", "&", "/", "\\", "#", "{", "}", "~", "0", "9999999999999999999", "+15005550100", "<script>", "../",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_is_typed_into_the_list_s_address_gives_a_page_or_a_reason()
    {
        await using var line = await Line.BorrowAsync(parts);
        await line.StartReviewAsync(front: false);
        await Caller.ReportsAsync(line, "They posted her address.");
        var (worker, wrong) = (line.Review!.WorkerProcessId, new ConcurrentBag<string>());
        using var http = new HttpClient { BaseAddress = line.Review.Url, Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Add(IdTokens.Header, line.Issuer!.Issue(Person.All[0], DateTimeOffset.UtcNow));
        (await http.GetAsync(new Uri("review/session", UriKind.Relative), Stop)).EnsureSuccessStatusCode();
        // As a page asks by itself, so that not every look is an event of the same chain.
        http.DefaultRequestHeaders.Add(ReviewerGate.BackgroundHeader, "1");
        var queries = SeededSamples.Of(Queries(), SeededSamples.Count);
        await Parallel.ForEachAsync(queries, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Stop }, async (query, stop) =>
        {
            using var answer = await http.GetAsync(new Uri($"review/tips?{query}", UriKind.Relative), stop);
            var page = await answer.Content.ReadAsStringAsync(stop);
            if ((int)answer.StatusCode is not (200 or 400) || page.Length == 0)
                wrong.Add($"{query}: {(int)answer.StatusCode}");
        });
        Assert.Empty(wrong);
        Assert.Equal(worker, line.Review.WorkerProcessId);
    }

    [Fact]
    public async Task Wherever_a_page_is_said_to_begin_it_has_rows_of_its_own_view_alone_in_order()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        for (var n = 0; n < 12; n++)
        {
            var tip = TipOf.Text($"SM{n}");
            await review.AcceptAsync(review.Statement(tip, $"SM{n}", n % 3 == 0 ? "He has a gun and will kill us tonight." : "Hello."));
            if (n % 2 == 0)
                await review.Casework.ClaimAsync(tip, new(n % 4 == 0 ? "ada" : "ben", "A", null), Stop);
            review.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var rows = (await review.RowsAsync("")).Select(row => row.RowKey)
            .Where(row => row.Contains('|', StringComparison.Ordinal)).ToList();
        var queue = new TipQueue(review.Room, review.Listed);
        var pulse = await new QueueVersion(review.Room).ReadAsync(Stop);
        var afters = Gen.OneOf(
            Text(), Gen.Elements(rows.ToArray()), Gen.Elements(rows.Select(row => string.Join('|', row.Split('|')[^2..])).ToArray()));
        var asked = Gen.Zip(
            Gen.Elements(StateRow.Open, StateRow.Free, "mine|ada"), Gen.Zip(Gen.Elements(Enum.GetValues<TipOrder>()), afters));
        foreach (var (view, (order, after)) in SeededSamples.Of(asked, Math.Min(SeededSamples.Count, 400)))
        {
            if (after.Length == 0)
                continue;
            var index = order == TipOrder.Newest && view == StateRow.Open ? StateRow.Late : view;
            var expected = rows.Where(row => row.StartsWith($"{index}|", StringComparison.Ordinal))
                .Select(row => (Row: row, Place: order == TipOrder.Oldest ? string.Join('|', row.Split('|')[^2..]) : row))
                .Where(row => string.CompareOrdinal(row.Place, after + " ") >= 0)
                .OrderBy(row => row.Place, StringComparer.Ordinal).Select(row => row.Row.Split('|')[^1]);
            var page = await queue.ReadAsync(new TipQuery(view, order, _ => true, after), pulse, Stop);
            Assert.True(expected.SequenceEqual(page.Tips.Select(tip => tip.Id.Value)), $"{view} {order} after {after}");
        }
    }

    private static Gen<string> Queries() =>
        from names in Gen.ListOf(Gen.Elements(Names))
        from values in Gen.ArrayOf(Text(), 50)
        select string.Join('&', names.Zip(values).Select(pair => $"{pair.First}={Uri.EscapeDataString(pair.Second)}"));

    private static Gen<string> Text() => Gen.OneOf(
        Gen.Elements(Values), Gen.Zip(Gen.Elements(Values), Gen.Elements(Values)).Select(pair => pair.Item1 + pair.Item2),
        ArbMap.Default.GeneratorFor<string>().Select(text => string.Concat((text ?? "").Where(c => !char.IsSurrogate(c)))));
}
