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
        await CopiedAsync(line);
        var check = AcceptanceTests.Check(line);
        Assert.Empty((await check.VerifyAsync(Stop)).Findings);

        var shard = tips.ConvertAll(tip => Keys.ReviewShardOf(TipJournal.ScopeOf(tip)));
        var scope = tips.ConvertAll(TipJournal.ScopeOf);
        // One row altered.
        await ChangeAsync(line, shard[0], Keys.Event(scope[0], 1), row => row["Event"] = row.GetString("Event").Replace("system", "nobody", StringComparison.Ordinal));
        // One tail cut, and the end made to fit.
        var chain = (await line.ReviewTable.GetEntityAsync<TableEntity>(shard[1], Keys.Chain(scope[1]), cancellationToken: Stop)).Value;
        var length = chain.GetInt32("Length")!.Value;
        await line.ReviewTable.DeleteEntityAsync(shard[1], Keys.Event(scope[1], length - 1), cancellationToken: Stop);
        var last = (await line.ReviewTable.GetEntityAsync<TableEntity>(shard[1], Keys.Event(scope[1], length - 2), cancellationToken: Stop)).Value;
        await ChangeAsync(line, shard[1], Keys.Chain(scope[1]), row => (row["Length"], row["Hash"]) = (length - 1, AuditEvent.HashOf(last.GetString("Event"))));
        // One tip removed, with all its rows.
        foreach (var row in await AcceptanceTests.RowsAsync(line, ""))
            if (row.RowKey.Contains(tips[2].Value, StringComparison.Ordinal))
                await line.ReviewTable.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: Stop);
        // One chain computed again, so that it follows from itself.
        var previous = "";
        for (var n = 0; n < length; n++)
        {
            var happened = AuditEvent.Read((await line.ReviewTable.GetEntityAsync<TableEntity>(shard[3], Keys.Event(scope[3], n), cancellationToken: Stop)).Value.GetString("Event"));
            var forged = (happened with { Previous = previous, Name = happened.Who == "rosa-vidal" ? "Ben Okafor" : happened.Name }).ToJson();
            await ChangeAsync(line, shard[3], Keys.Event(scope[3], n), row => row["Event"] = forged);
            previous = AuditEvent.HashOf(forged);
        }

        await ChangeAsync(line, shard[3], Keys.Chain(scope[3]), row => row["Hash"] = previous);
        // One state altered, and one sealed part.
        await ChangeAsync(line, shard[4], Keys.Tip(tips[4]), row => row["State"] = row.GetString("State").Replace("\"Open\"", "\"Closed\"", StringComparison.Ordinal));
        var part = (await AcceptanceTests.RowsAsync(line, $"part|{tips[5]}|transcript")).Single();
        await ChangeAsync(line, shard[5], part.RowKey, row => row["Envelope"] = row.GetString("Envelope").Replace("eyJ", "eyK", StringComparison.Ordinal));

        var found = (await check.VerifyAsync(Stop)).Findings;
        Assert.Contains(found, finding => finding.Scope == scope[0] && finding.Number == 1 && finding.What.Contains("altered", StringComparison.Ordinal));
        Assert.Contains(found, finding => finding.Scope == scope[1] && finding.What.Contains("missing from the table", StringComparison.Ordinal));
        Assert.Contains(found, finding => finding.Scope == scope[2] && finding.What.Contains("chain is missing", StringComparison.Ordinal));
        Assert.Contains(found, finding => finding.Scope == scope[3] && finding.What.Contains("altered", StringComparison.Ordinal));
        Assert.Contains(found, finding => finding.Scope == scope[4] && finding.What.Contains("state is not", StringComparison.Ordinal));
        Assert.Contains(found, finding => finding.Scope == scope[5] && finding.What.Contains("differs from the journal", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_table_dropped_and_made_again_is_equal()
    {
        await using var line = await TestLine.StartAsync(parts);
        await line.StartReviewAsync();
        var (first, second) = (await Desk.CallAsync(line, "They posted her address.", "+15005554201"), await Desk.CallAsync(line, "He said he has a gun.", "+15005554202"));
        await line.Twilio.TextAsync(new Local.Twilio.TextScript { Body = "STOP" }, null, Stop);
        using var rosa = await Desk.OfAsync(line, "rosa-vidal");
        await rosa.OpenAsync($"/review/tips/{first}");
        await rosa.PostAsync($"/review/tips/{first}/note", ("text", "The street is ours."));
        await rosa.OpenAsync($"/review/tips/{first}");
        await rosa.PostAsync($"/review/tips/{first}/link", ("tip", second.Value), ("reason", "The same man."));
        await rosa.OpenAsync($"/review/tips/{first}");
        await rosa.PostAsync($"/review/tips/{first}/close", ("disposition", "Informational"), ("reason", "Known."));
        await Eventually.TrueAsync(async () => (await AcceptanceTests.RowsAsync(line, "consent|")).Count == 1, Stop);
        await CopiedAsync(line);
        var before = await DumpAsync(line.ReviewTable);
        await line.ReviewTable.DeleteAsync(Stop);
        await line.ReviewTable.CreateAsync(Stop);
        await new Rebuild(line.ReviewTable, new EventContainer(line.Events), new PartContainer(line.Parts)).RunAsync(Stop);
        Assert.Equal(before, await DumpAsync(line.ReviewTable));
        Assert.Empty((await AcceptanceTests.Check(line).VerifyAsync(Stop)).Findings);
    }

    private static async Task<string> DumpAsync(TableClient table) => string.Join('\n',
        (await table.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop))
            .Where(row => !row.RowKey.StartsWith("seat|", StringComparison.Ordinal) && !row.RowKey.StartsWith("outbox|", StringComparison.Ordinal))
            .OrderBy(row => row.PartitionKey + row.RowKey, StringComparer.Ordinal)
            .Select(row => $"{row.PartitionKey} {string.Join(' ', row.Where(c => c.Key is not ("odata.etag" or "Timestamp")).OrderBy(c => c.Key).Select(c => $"{c.Key}={c.Value}"))}"));

    private static Task CopiedAsync(TestLine line) =>
        Eventually.TrueAsync(async () => (await AcceptanceTests.RowsAsync(line, "outbox|")).Count == 0, Stop);

    private static async Task ChangeAsync(TestLine line, string shard, string key, Action<TableEntity> change)
    {
        var row = (await line.ReviewTable.GetEntityAsync<TableEntity>(shard, key, cancellationToken: Stop)).Value;
        change(row);
        await line.ReviewTable.UpdateEntityAsync(row, Azure.ETag.All, TableUpdateMode.Replace, Stop);
    }
}
