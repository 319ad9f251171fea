using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Table;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;

namespace Hotline.Intake.CleanUp;

/// <summary>
/// Deletes a call's entry in Twilio's log, once Review has the call's summary: only a line that says so has it sent the order.
/// </summary>
public sealed class CleanUpCall(RoomTable table, TwilioCopies twilio, TimeProvider time)
{
    /// <summary>Carries the order out; a second time it changes nothing.</summary>
    /// <exception cref="RefusedException">No row names the call.</exception>
    public async Task RunAsync(WorkOrder order, CancellationToken stop)
    {
        var key = IntakeKeys.Call(CallSid.Parse(order.Evidence) ?? throw new RefusedException("The order names no call."));
        var row = await table.FindAsync(order.Shard, key, stop) ?? throw new RefusedException("No row names this call.");
        if (row.ContainsKey("Cleaned"))
            return;
        await twilio.DeleteCallAsync(row.GetString("Account"), order.Evidence, stop);
        await table.MergeAsync(order.Shard, key, new TableEntity { { "Cleaned", time.GetUtcNow() } }, stop);
    }
}
