using Azure.Data.Tables;
using Hotline.Local.Twilio;
using Hotline.Review.Casework;
using Hotline.Review.Journal;
using Hotline.Tests.Running;
using Hotline.Tips;

namespace Hotline.Tests.Review;

/// <summary>What becomes of parts on the queue, by the real review worker.</summary>
public sealed class AcceptanceTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_becomes_a_tip_with_all_its_parts_a_chain_and_copies()
    {
        await using var line = await TestLine.StartAsync(parts);
        await line.StartReviewAsync();
        var call = await line.Twilio.CallAsync(new CallScript { Says = ["They will come tonight with a gun."] }, null, Stop);
        var tip = TipId.OfCall(call.Sid);
        await Eventually.TrueAsync(async () => (await RowsAsync(line, $"part|{tip}|")).Count == 4, Stop);
        var state = StateRow.Read((await RowsAsync(line, $"tip|{tip}")).Single());
        Assert.Equal((TipStage.Open, 1, TestLine.Number), (state.Stage, state.Recordings, state.Line));
        Assert.NotNull(state.Number);
        Assert.Single(await RowsAsync(line, "open|"));
        Assert.Single(await RowsAsync(line, "free|"));
        Assert.Single(await RowsAsync(line, $"number|{state.Number}|"));
        await Eventually.TrueAsync(async () => await line.Events.GetBlobsAsync(cancellationToken: Stop).CountAsync(Stop) == 4, Stop);
        Assert.Equal(4, await line.Parts.GetBlobsAsync(cancellationToken: Stop).CountAsync(Stop));
        var audit = await Check(line).VerifyAsync(Stop);
        Assert.Equal((1, 4), (audit.Chains, audit.Events));
        Assert.Empty(audit.Findings);
    }

    [Fact]
    public async Task A_withheld_number_is_nobody_s_so_that_its_tips_are_not_put_together()
    {
        await using var line = await TestLine.StartAsync(parts);
        await line.StartReviewAsync();
        var tip = await Desk.CallAsync(line, "They will come tonight with a gun.", "+266696687");
        Assert.Null(StateRow.Read((await RowsAsync(line, $"tip|{tip}")).Single()).Number);
        Assert.Empty(await RowsAsync(line, "number|"));
    }

    internal static AuditCheck Check(TestLine line) =>
        new(line.ReviewTable, new EventContainer(line.Events), new PartContainer(line.Parts));

    internal static async Task<IReadOnlyList<TableEntity>> RowsAsync(TestLine line, string prefix) =>
        [.. (await line.ReviewTable.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop))
            .Where(row => row.RowKey.StartsWith(prefix, StringComparison.Ordinal))];
}
