using Azure.Data.Tables;
using Hotline.Review.Journal;
using Hotline.Storage;
using Hotline.Tests.Running;
using Hotline.Tips;

namespace Hotline.Tests.Review;

/// <summary>What the audit finds when somebody works behind its back, and that the table can be made again.</summary>
[Trait("Speed", "slow")]
public sealed class AuditTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_finds_an_altered_row_a_cut_tail_a_missing_tip_a_recomputed_chain_and_an_altered_part()
    {
        await using var line = await TestLine.StartAsync(parts);
        await line.StartReviewAsync();
        var tips = new List<TipId>();
        for (var n = 0; n < 6; n++)
            tips.Add(await Desk.CallAsync(line, "They posted her address.", $"+1500555{4100 + n}"));
        using var rosa = await Desk.OfAsync(line, "rosa-vidal");
        foreach (var tip in tips)
            await (await rosa.OpenAsync($"/review/tips/{tip}")).PostAsync($"/review/tips/{tip}/claim");
        await Tampering.CopiedAsync(line);
        var check = AcceptanceTests.Check(line);
        Assert.Empty((await check.VerifyAsync(Stop)).Findings);

        await Tampering.AlterAsync(line, tips[0]);
        await Tampering.CutAsync(line, tips[1]);
        await Tampering.RemoveAsync(line, tips[2]);
        await Tampering.RecomputeAsync(line, tips[3]);
        // One state altered, and one sealed part.
        await Tampering.ChangeAsync(line, Keys.Tip(tips[4]), row => row["State"] = row.GetString("State").Replace(
            "\"Open\"", "\"Closed\"", StringComparison.Ordinal));
        var part = (await AcceptanceTests.RowsAsync(line, $"part|{tips[5]}|transcript")).Single();
        await Tampering.ChangeAsync(
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
    public async Task The_table_dropped_and_made_again_is_equal()
    {
        await using var line = await TestLine.StartAsync(parts);
        await line.StartReviewAsync();
        var (first, second) = (await Desk.CallAsync(line, "They posted her address.", "+15005554201"), await Desk.CallAsync(
            line, "He said he has a gun.", "+15005554202"));
        await line.Twilio.TextAsync(new Local.Twilio.TextScript { Body = "STOP" }, null, Stop);
        using var rosa = await Desk.OfAsync(line, "rosa-vidal");
        await rosa.OpenAsync($"/review/tips/{first}");
        await rosa.PostAsync($"/review/tips/{first}/note", ("text", "The street is ours."));
        await rosa.OpenAsync($"/review/tips/{first}");
        await rosa.PostAsync($"/review/tips/{first}/link", ("tip", second.Value), ("reason", "The same man."));
        await rosa.OpenAsync($"/review/tips/{first}");
        await rosa.PostAsync($"/review/tips/{first}/close", ("disposition", "Informational"), ("reason", "Known."));
        await Eventually.TrueAsync(async () => (await AcceptanceTests.RowsAsync(line, "consent|")).Count == 1, Stop);
        await AssertRebuiltAsync(line);
    }

    /// <summary>The audit finds nothing, and the table dropped and made again is the same.</summary>
    internal static async Task AssertRebuiltAsync(TestLine line)
    {
        await Tampering.CopiedAsync(line);
        Assert.Empty((await AcceptanceTests.Check(line).VerifyAsync(Stop)).Findings);
        var before = await DumpAsync(line.ReviewTable);
        await line.ReviewTable.DeleteAsync(Stop);
        await line.ReviewTable.CreateAsync(Stop);
        await new Rebuild(line.ReviewTable, new EventContainer(line.Events), new PartContainer(line.Parts)).RunAsync(Stop);
        Assert.Equal(before, await DumpAsync(line.ReviewTable));
        Assert.Empty((await AcceptanceTests.Check(line).VerifyAsync(Stop)).Findings);
    }

    private static async Task<string> DumpAsync(TableClient table) => string.Join('\n',
        (await table.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop))
            .Where(row => row.RowKey.Split('|')[0] is not ("seat" or "outbox" or Keys.Pulse))
            .OrderBy(row => row.PartitionKey + row.RowKey, StringComparer.Ordinal)
            .Select(row => $"{row.PartitionKey} {string.Join(' ', row.Where(c => c.Key is not ("odata.etag" or "Timestamp")).OrderBy(c => c.Key).Select(c => $"{c.Key}={c.Value}"))}"));
}
