using Hotline.Local.Twilio.Account;
using Hotline.Review.Tips;

namespace Hotline.Tests.Review.Acceptance;

/// <summary>What becomes of parts on the queue, by the real review worker.</summary>
[Trait("Speed", "slow")]
public sealed class AcceptanceTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_becomes_a_tip_with_all_its_parts_a_chain_and_copies()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var call = await line.Twilio.CallAsync(new CallScript { Says = ["They will come tonight with a gun."] }, null, Stop);
        var tip = TipOf.Call(call.Sid);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{tip}|")).Count == 4, Stop);
        var state = StateRow.Read((await ReviewRows.FindAsync(line, $"tip|{tip}")).Single());
        Assert.Equal((TipStage.Open, 1, Line.Number), (state.Stage, state.Recordings, state.Line));
        Assert.NotNull(state.Number);
        Assert.Single(await ReviewRows.FindAsync(line, "open|"));
        Assert.Single(await ReviewRows.FindAsync(line, "free|"));
        Assert.Single(await ReviewRows.FindAsync(line, $"number|{state.Number}|"));
        await Eventually.TrueAsync(async () => await line.Events.GetBlobsAsync(cancellationToken: Stop).CountAsync(Stop) == 4, Stop);
        Assert.Equal(4, await line.Parts.GetBlobsAsync(cancellationToken: Stop).CountAsync(Stop));
        var audit = await ReviewRows.Audit(line).VerifyAsync(Stop);
        Assert.Equal((1, 4), (audit.Chains, audit.Events));
        Assert.Empty(audit.Findings);
    }

    [Fact]
    public async Task A_withheld_number_is_nobody_s_so_that_its_tips_are_not_put_together()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var tip = await Caller.ReportsAsync(line, "They will come tonight with a gun.", "+266696687");
        Assert.Null(StateRow.Read((await ReviewRows.FindAsync(line, $"tip|{tip}")).Single()).Number);
        Assert.Empty(await ReviewRows.FindAsync(line, "number|"));
    }
}
