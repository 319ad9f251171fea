using Hotline.Contracts;
using Hotline.Intake.Calls;
using Hotline.Intake.Drop;
using Hotline.Intake.Table;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Twilio.Rest.Api.V2010.Account;

namespace Hotline.Intake.Reconciliation;

/// <summary>Makes the summary of a call whose end no webhook told.</summary>
public sealed class MissedCalls(RoomTable table, CallErrorReader notes, CallLog calls, TimeProvider time)
{
    /// <summary>Looks at a line's calls: one read each.</summary>
    public async Task TakeAsync(IEnumerable<CallResource> listed, ReconciliationPass pass, CancellationToken stop)
    {
        foreach (var call in listed.Where(call => call.Direction == "inbound").OrderBy(call => call.StartTime))
        {
            var began = TwilioLists.Utc(call.StartTime ?? call.DateCreated) ?? DateTimeOffset.MinValue;
            var status = call.Status.ToString();
            if (!await pass.IsEarlyAsync(call.Sid, began, CallLog.IsLast(status) ? TwilioLists.Utc(call.EndTime) ?? began : null, stop))
                await pass.TryAsync(call.Sid, began, () => TakeAsync(call, status, began, pass, stop), stop);
        }
    }

    private async Task TakeAsync(CallResource call, string status, DateTimeOffset began, ReconciliationPass pass, CancellationToken stop)
    {
        if (CallSid.Parse(call.Sid) is not { } sid)
            throw new FormatException("Twilio lists a call without a sid.");
        if ((await table.FindAsync(IntakeKeys.ShardOf(sid), IntakeKeys.Call(sid), stop))?.ContainsKey("Ended") == true)
            return;
        var faults = await notes.ReadAsync(sid, began, stop);
        var found = new ReconciledFrom(time.GetUtcNow(), faults.ErrorOf(WebhookRoutes.Status), OverFallback: false);
        await calls.ChangedAsync(CallEvent.Of(sid, call), status, stop, found);
        pass.Reconciled(PartKind.CallSummary, sid.Value, found);
    }
}
