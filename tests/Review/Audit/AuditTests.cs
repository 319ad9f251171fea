using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Local.Twilio.Account;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Table;
using Hotline.Review.Tips;
using Hotline.Review.WorkQueue;

namespace Hotline.Tests.Review.Audit;

/// <summary>What the audit finds when somebody works behind its back, and that the table can be made again.</summary>
[Trait("Speed", "slow")]
public sealed class AuditTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_finds_an_altered_row_a_cut_tail_a_missing_tip_a_recomputed_chain_and_an_altered_part()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var tips = new List<TipId>();
        for (var n = 0; n < 6; n++)
            tips.Add(await Caller.ReportsAsync(line, "They posted her address.", $"+1500555{4100 + n}"));
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        foreach (var tip in tips)
            await (await rosa.OpenAsync($"/review/tips/{tip}")).PostAsync($"/review/tips/{tip}/claim");
        await TableTampering.CopiedAsync(line);
        var check = ReviewRows.Audit(line);
        Assert.Empty((await check.VerifyAsync(Stop)).Findings);

        await TableTampering.AlterAsync(line, tips[0]);
        await TableTampering.CutAsync(line, tips[1]);
        await TableTampering.RemoveAsync(line, tips[2]);
        await TableTampering.RecomputeAsync(line, tips[3]);
        // One state altered, and one sealed part.
        await TableTampering.ChangeAsync(line, ReviewKeys.Tip(tips[4]), row => row["State"] = row.GetString("State").Replace(
            "\"Open\"", "\"Closed\"", StringComparison.Ordinal));
        var part = (await ReviewRows.FindAsync(line, $"part|{tips[5]}|transcript")).Single();
        await TableTampering.ChangeAsync(
            line, part.RowKey, row => row["Envelope"] = row.GetString("Envelope").Replace("eyJ", "eyK", StringComparison.Ordinal));

        var found = (await check.VerifyAsync(Stop)).Findings;
        var scope = tips.ConvertAll(TipJournal.ScopeOf);
        Assert.Contains(found, finding => finding.Scope == scope[0] && finding.Number == 1 && finding.What.Contains(
            "altered", StringComparison.Ordinal));
        Assert.Contains(
            found, finding => finding.Scope == scope[1] && finding.What.Contains("missing from the table", StringComparison.Ordinal));
        Assert.Contains(found, finding => finding.Scope == scope[2] && finding.What.Contains("chain is missing", StringComparison.Ordinal));
        Assert.Contains(found, finding => finding.Scope == scope[3] && finding.What.Contains("altered", StringComparison.Ordinal));
        Assert.Contains(found, finding => finding.Scope == scope[4] && finding.What.Contains("state is not", StringComparison.Ordinal));
        Assert.Contains(
            found, finding => finding.Scope == scope[5] && finding.What.Contains("differs from the journal", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_finds_a_tip_that_is_missing_from_a_list_or_shown_there_as_it_is_not()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var tip = TipOf.Text("SM1");
        await review.AcceptAsync(review.Statement(tip, "SM1", "They posted her address."));
        var lists = StateRow.IndexOf((await review.Journal.FindAsync(tip, Stop))!).ToList();
        Assert.Equal(["free", "late", "open"], lists.Select(list => list.Split('|')[0]).Order());
        foreach (var list in lists)
        {
            var row = (await review.Table.GetEntityAsync<TableEntity>(
                ReviewKeys.ReviewShardOf(TipJournal.ScopeOf(tip)), list, cancellationToken: Stop)).Value;
            await review.Table.DeleteEntityAsync(row, cancellationToken: Stop);
            Assert.Contains("missing from the list", await OnlyFindingAsync(), StringComparison.Ordinal);
            var altered = new TableEntity(row)
            {
                ["State"] = row.GetString("State").Replace("\"Open\"", "\"Waiting\"", StringComparison.Ordinal),
            };
            await review.Table.UpsertEntityAsync(altered, TableUpdateMode.Replace, Stop);
            Assert.Contains("does not show the tip as it is", await OnlyFindingAsync(), StringComparison.Ordinal);
            await review.Table.UpsertEntityAsync(row, TableUpdateMode.Replace, Stop);
        }

        Assert.Empty((await review.Check.VerifyAsync(Stop)).Findings);

        async Task<string> OnlyFindingAsync() => Assert.Single((await review.Check.VerifyAsync(Stop)).Findings).What;
    }

    [Fact]
    public async Task It_finds_nothing_in_what_somebody_works_on_meanwhile()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var (tip, ada) = (TipOf.Text("SM1"), new Actor("ada", "Ada", null));
        await review.AcceptAsync(review.Statement(tip, "SM1", "They posted her address."));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var working = Task.Run(
            async () =>
            {
                while (!ending.IsCancellationRequested)
                {
                    await review.Casework.ClaimAsync(tip, ada, Stop);
                    await review.Casework.ReleaseAsync(tip, ada, Stop);
                    await Task.Delay(200, Stop); // Faster than anybody; the audit looks again up to a hundred times.
                }
            },
            Stop);
        for (var time = 0; time < 200; time++)
            Assert.Empty((await review.Check.VerifyAsync(Stop)).Findings);
        await ending.CancelAsync();
        await working;
    }

    [Fact]
    public async Task Whatever_a_row_was_made_into_it_becomes_a_finding()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var tip = TipOf.Text("SM1");
        await review.AcceptAsync(review.Statement(tip, "SM1", "They posted her address."));
        var shard = ReviewKeys.ReviewShardOf(TipJournal.ScopeOf(tip));
        var (scope, part) = (TipJournal.ScopeOf(tip), (await review.RowsAsync($"part|{tip}|")).Single().RowKey);
        TableEntity[] altered =
        [
            new(shard, ReviewKeys.Event(scope, 0)) { ["Event"] = 7 }, new(shard, ReviewKeys.Event(scope, 0)),
            new(shard, $"event|{scope}|x") { ["Event"] = "{}" },
            new(shard, ReviewKeys.Event(scope, int.MaxValue)) { ["Event"] = "{}" }, new(shard, "event|x") { ["Event"] = "{}" },
            new(shard, ReviewKeys.Chain(scope)) { ["Length"] = "1" }, new(shard, ReviewKeys.Chain(scope)) { ["Length"] = int.MaxValue, ["Hash"] = 1 },
            new(shard, ReviewKeys.Tip(tip)) { ["State"] = "null" }, new(shard, ReviewKeys.Tip(tip)) { ["State"] = 1 }, new(shard, ReviewKeys.Tip(tip)),
            new(shard, ReviewKeys.Tip(tip)) { ["State"] = "{}" }, new(shard, part) { ["Envelope"] = 1 }, new(shard, part),
        ];
        foreach (var row in altered)
        {
            var before = await review.Table.GetEntityIfExistsAsync<TableEntity>(shard, row.RowKey, cancellationToken: Stop);
            await review.Table.UpsertEntityAsync(row, TableUpdateMode.Replace, Stop);
            Assert.NotEmpty((await review.Check.VerifyAsync(Stop)).Findings);
            if (before.HasValue)
                await review.Table.UpsertEntityAsync(before.Value, TableUpdateMode.Replace, Stop);
            else
                await review.Table.DeleteEntityAsync(shard, row.RowKey, cancellationToken: Stop);
        }

        Assert.Empty((await review.Check.VerifyAsync(Stop)).Findings);
    }

    [Fact]
    public async Task A_tip_whose_rows_were_altered_keeps_no_other_back()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var (first, second) = (TipOf.Text("SM1"), TipOf.Text("SM2"));
        await review.AcceptAsync(review.Statement(first, "SM1", "They posted her address."));
        await review.AcceptAsync(review.Statement(second, "SM2", "They posted his address."));
        var queue = new TipQueue(review.Room, review.Listed);
        // Of the list the tip's own row stands in; where that is altered too, the others are listed.
        foreach (var (rows, shown) in new[] { ("open|", new[] { first, second }), ("tip|", [second]) })
        {
            var row = (await review.RowsAsync(rows)).Single(row => ReviewKeys.TipOf(row.RowKey) == first);
            await review.Table.UpsertEntityAsync(
                new TableEntity(row.PartitionKey, row.RowKey) { ["State"] = "{" }, TableUpdateMode.Replace, Stop);
            var page = await queue.ReadAsync(new TipQuery(StateRow.Open, TipOrder.Priority, _ => true, null), await new QueueVersion(review.Room).ReadAsync(Stop), Stop);
            Assert.Equal(shown, page.Tips.Select(tip => tip.Id));
        }

        var seen = new List<TipId>();
        await review.Listed.EachAsync(
            ReviewKeys.View(StateRow.Open), async tip => seen.Add((await review.Journal.FindAsync(tip.Id, Stop))!.Id), Stop);
        Assert.Equal([second], seen);
        await Assert.ThrowsAsync<AlteredException>(() => review.Journal.FindAsync(first, Stop));
    }

    [Fact]
    public async Task The_table_dropped_and_made_again_is_equal()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var (first, second) = (await Caller.ReportsAsync(line, "They posted her address.", "+15005554201"), await Caller.ReportsAsync(
            line, "He said he has a gun.", "+15005554202"));
        await line.Twilio.TextAsync(new TextScript { Body = "STOP" }, null, Stop);
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        await rosa.OpenAsync($"/review/tips/{first}");
        await rosa.PostAsync($"/review/tips/{first}/note", ("text", "The street is ours."));
        await rosa.OpenAsync($"/review/tips/{first}");
        await rosa.PostAsync($"/review/tips/{first}/link", ("tip", second.Value), ("reason", "The same man."));
        await rosa.OpenAsync($"/review/tips/{first}");
        await rosa.PostAsync($"/review/tips/{first}/close", ("disposition", "Informational"), ("reason", "Known."));
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, "consent|")).Count == 1, Stop);
        await ReviewRows.AssertRebuiltAsync(line);
    }
}
