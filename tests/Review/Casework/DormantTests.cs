using Azure.Storage.Blobs.Models;
using Hotline.Local.Twilio.Account;
using Hotline.Review.Retention;
using Hotline.Review.Tips;

namespace Hotline.Tests.Review.Casework;

/// <summary>What becomes of calls that said nothing.</summary>
[Trait("Speed", "slow")]
public sealed class DormantTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hang_up_in_the_greeting_is_no_work_and_is_dropped_while_its_chain_stays()
    {
        await using var line = await Line.BorrowAsync(parts);
        await line.StartReviewAsync(("Hotline__Review__DormantFor", "00:00:01"));
        var call = await line.Twilio.CallAsync(new CallScript { HangUpAfter = "greeting" }, null, Stop);
        var spoken = await Caller.ReportsAsync(line, "They posted her address.", "+15005554401");
        var tip = TipOf.Call(call.Sid);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{tip}|")).Count == 1, Stop);
        Assert.Single(await ReviewRows.FindAsync(line, "dormant|"));
        Assert.DoesNotContain(
            await ReviewRows.FindAsync(line, "open|"), row => row.RowKey.Contains(tip.Value, StringComparison.Ordinal));
        Assert.Equal(2, (await ReviewRows.FindAsync(line, "number|")).Count);

        await Task.Delay(TimeSpan.FromSeconds(1), Stop);
        await line.FireAsync(nameof(DropDormantTips));
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{tip}|")).Count == 0, Stop);
        await TableTampering.CopiedAsync(line);
        Assert.Empty(await ReviewRows.FindAsync(line, "dormant|"));
        Assert.EndsWith(spoken.Value, Assert.Single(await ReviewRows.FindAsync(line, "number|")).RowKey, StringComparison.Ordinal);
        Assert.Empty(await line.Parts.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{tip}/", Stop).ToListAsync(Stop));
        var state = StateRow.Read(Assert.Single(await ReviewRows.FindAsync(line, $"tip|{tip}")));
        Assert.Equal((TipStage.Dropped, null), (state.Stage, state.Number));
        Assert.Equal((4, 2), ((await ReviewRows.FindAsync(line, $"part|{spoken}|")).Count,
            (await ReviewRows.FindAsync(line, $"event|{TipJournal.ScopeOf(tip)}|")).Count));
        await ReviewRows.AssertRebuiltAsync(line);
    }
}
