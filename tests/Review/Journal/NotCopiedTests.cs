using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Local.Speech;
using Hotline.Review.Audit;
using Hotline.Review.Ledger;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Tests.Review.Journal;

/// <summary>What had no copy when it was needed: found by the audit, and not left out of the table that is made again.</summary>
[Trait("Speed", "slow")]
public sealed class NotCopiedTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_part_whose_event_was_never_copied_goes_through_acceptance_again()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var (first, second) = (TipOf.Text("SM1"), TipOf.Text("SM3"));
        await review.AcceptAsync(review.Statement(first, "SM1", "They posted her address."));
        await review.CopyEventsAsync();
        await review.AcceptAsync(review.Statement(first, "SM2", "They are at the door."));
        await review.AcceptAsync(review.Statement(second, "SM3", "He has a gun."));

        await review.LoseTableAsync();
        var report = await review.Rebuild.RunAsync(Stop);
        Assert.Equal((1, 1, 2), (report.Chains, report.Events, report.Again));
        Assert.Equal(
            ["statement-SM2", "statement-SM3"],
            (await review.Check.VerifyAsync(Stop)).Findings.Where(found => found.Kind == FindingKind.NotAccepted)
                .Select(found => found.Scope.Split('/')[1]).Order());

        await review.AcceptAnnouncedAsync();
        Assert.Equal(2, (await review.Journal.FindAsync(first, Stop))!.Statements);
        Assert.Equal(1, (await review.Journal.FindAsync(second, Stop))!.Statements);
        Assert.Empty((await review.Check.VerifyAsync(Stop)).Findings);
    }

    [Fact]
    public async Task A_long_part_goes_through_acceptance_again_by_the_blob_that_it_came_in()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var tip = TipOf.Text("SM1");
        var whole = review.Statement(tip, "SM1", string.Concat(Enumerable.Repeat("They posted her address. ", 2000)));
        await review.Evidence.UploadBlobAsync("long", BinaryData.FromString(whole.Sealed!), Stop);
        await review.AcceptAsync(whole with { Sealed = null, Blob = "long" });
        await review.LoseTableAsync();
        Assert.Equal((1, 0), (await review.Rebuild.RunAsync(Stop)) is var made ? (made.Again, made.Findings.Count) : default);
        await review.AcceptAnnouncedAsync();
        Assert.Equal(1, (await review.Journal.FindAsync(tip, Stop))!.Statements);
    }

    [Fact]
    public async Task A_part_that_was_played_and_whose_acceptance_has_no_copy_goes_through_acceptance_again()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var tip = TipOf.Call("CA1");
        var (recording, _) = await review.RecordingAsync(tip, "RE1", Wav.Silence(2));
        await review.AcceptAsync(recording);
        await review.Journal.OpenedAsync(tip, new OpenedEvent(recording.Id), new Actor("rosa", "Rosa", null), Stop);
        await review.CopyEventsAsync();
        await review.Events.DeleteBlobAsync($"{TipJournal.ScopeOf(tip)}.{0:D8}", cancellationToken: Stop);
        await review.LoseTableAsync();
        Assert.Equal(1, (await review.Rebuild.RunAsync(Stop)).Again);
    }

    [Fact]
    public async Task A_gap_in_the_copies_of_a_chain_is_named_and_no_event_gets_another_number()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var tip = TipOf.Text("SM0");
        for (var n = 0; n < 5; n++)
            await review.AcceptAsync(review.Statement(tip, $"SM{n}", $"They posted her address {n} times."));
        await review.CopyEventsAsync();
        var scope = TipJournal.ScopeOf(tip);
        foreach (var lost in new[] { 1, 2 })
            await review.Events.DeleteBlobAsync($"{scope}.{lost:D8}", cancellationToken: Stop);
        var last = (await review.RowAsync(ReviewKeys.Event(scope, 4))).GetString("Event");

        await review.LoseTableAsync();
        var report = await review.Rebuild.RunAsync(Stop);
        Assert.Equal((scope, 1), (report.Findings.Single().Scope, report.Findings.Single().Number));
        Assert.Contains("1 to 2", report.Findings.Single().What, StringComparison.Ordinal);
        Assert.Equal(last, (await review.RowAsync(ReviewKeys.Event(scope, 4))).GetString("Event"));
        Assert.Equal(5, (await review.RowAsync(ReviewKeys.Chain(scope))).GetInt32("Length"));

        await review.AcceptAnnouncedAsync();
        Assert.Equal(5, (await review.Journal.FindAsync(tip, Stop))!.Statements);
        Assert.Contains((await review.Check.VerifyAsync(Stop)).Findings, found => found.Number == 1);
    }

    [Fact]
    public async Task A_part_that_is_gone_from_the_journal_is_named_and_ends_nothing()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var (first, second) = (TipOf.Text("SM1"), TipOf.Text("SM2"));
        await review.AcceptAsync(review.Statement(first, "SM1", "They posted her address."));
        await review.AcceptAsync(review.Statement(second, "SM2", "They posted his address."));
        await review.CopyEventsAsync();
        await review.Parts.DeleteBlobAsync($"{first}/statement-SM1", cancellationToken: Stop);
        await review.LoseTableAsync();
        var report = await review.Rebuild.RunAsync(Stop);
        Assert.Contains("statement-SM1", Assert.Single(report.Findings).What, StringComparison.Ordinal);
        Assert.Equal(2, (await review.RowsAsync("tip|")).Count);
    }

    [Fact]
    public async Task A_chain_that_was_altered_and_computed_again_before_its_copies_is_not_in_order()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var tip = TipOf.Text("SM1");
        await review.AcceptAsync(review.Statement(tip, "SM1", "They posted her address."));
        await review.CopyEventsAsync();
        var since = review.Time.GetUtcNow();
        review.Time.Advance(TimeSpan.FromSeconds(1));
        var happened = since + TimeSpan.FromSeconds(1);
        await review.Casework.ClaimAsync(tip, new Actor("rosa", "Rosa", null), Stop);
        Assert.Empty((await review.Check.VerifyAsync(Stop)).Findings);

        await ForgeAsync(review, tip, claim => claim with { Name = "Ben" });
        review.Time.Advance(TimeSpan.FromMinutes(11));
        var report = await review.Check.VerifyAsync(Stop);
        Assert.Equal(
            (FindingKind.NotYetCopied, 1), (Assert.Single(report.Findings).Kind, report.Findings[0].Number));
        Assert.Equal(happened, report.CopiedUntil);

        // Nor by the time that the forger gives it.
        await ForgeAsync(review, tip, claim => claim with { At = review.Time.GetUtcNow().AddDays(1) });
        Assert.Contains((await review.Check.VerifyAsync(Stop)).Findings, found => found.Kind == FindingKind.NotYetCopied);
    }

    [Fact]
    public async Task The_audit_s_page_says_until_when_events_are_copied()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var trail = new AuditTrail(review.Room);
        var stopped = review.Time.GetUtcNow();
        await review.AcceptAsync(review.Statement(TipOf.Text("SM1"), "SM1", "They posted her address."));
        review.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(stopped, await trail.CopiedUntilAsync(review.Time.GetUtcNow(), Stop));
        await review.CopyEventsAsync();
        Assert.Equal(review.Time.GetUtcNow(), await trail.CopiedUntilAsync(review.Time.GetUtcNow(), Stop));
    }

    // Alters the last event, and makes end and state follow from it, as whoever holds the table can.
    private static async Task ForgeAsync(InProcessReview review, TipId tip, Func<LedgerEvent, LedgerEvent> forge)
    {
        var scope = TipJournal.ScopeOf(tip);
        var row = await review.RowAsync(ReviewKeys.Event(scope, 1));
        var forged = forge(LedgerEvent.Read(row.GetString("Event")));
        row["Event"] = forged.ToJson();
        await review.PutAsync(row);
        var end = await review.RowAsync(ReviewKeys.Chain(scope));
        end["Hash"] = LedgerEvent.HashOf(forged.ToJson());
        await review.PutAsync(end);
        var first = LedgerEvent.Read((await review.RowAsync(ReviewKeys.Event(scope, 0))).GetString("Event"));
        var state = TipState.New(tip).Apply(first).Apply(forged);
        foreach (var made in StateRow.RowsOf(state))
            await review.PutAsync(new TableEntity(made.Columns) { PartitionKey = row.PartitionKey, RowKey = made.Row });
    }
}
