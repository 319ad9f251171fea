using Hotline.Contracts;
using Hotline.Intake.Calls;
using Hotline.Intake.Drop;
using Hotline.Intake.Table;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Twilio.Rest.Api.V2010.Account;

namespace Hotline.Intake.Reconciliation;

/// <summary>Makes the summary of a call whose end no webhook told.</summary>
public sealed class MissedCalls(RoomTable table, CallNotes notes, CallLog calls, TimeProvider time)
{
    /// <summary>Looks at a line's calls: one read each.</summary>
    public async Task TakeAsync(IEnumerable<CallResource> listed, Pass pass, CancellationToken stop)
    {
        foreach (var call in listed.Where(call => call.Direction == "inbound").OrderBy(call => call.StartTime))
        {
            var began = TwilioLists.Utc(call.StartTime ?? call.DateCreated) ?? DateTimeOffset.MinValue;
            var status = call.Status.ToString();
            if (!await pass.IsEarlyAsync(call.Sid, began, IsOver(status) ? TwilioLists.Utc(call.EndTime) ?? began : null, stop))
                await pass.TryAsync(call.Sid, began, () => TakeAsync(call, status, began, pass, stop), stop);
        }
    }

    private async Task TakeAsync(CallResource call, string status, DateTimeOffset began, Pass pass, CancellationToken stop)
    {
        if ((await table.FindAsync(IntakeKeys.ShardOf(call.Sid), IntakeKeys.Call(call.Sid), stop))?.ContainsKey("Ended") == true)
            return;
        var faults = await notes.ReadAsync(call.Sid, began, stop);
        var found = new Found(time.GetUtcNow(), faults.ErrorOf(WebhookRoutes.Status), OverFallback: false);
        await calls.ChangedAsync(FormOf(call, status), status, stop, found);
        pass.Brought(PartKind.CallSummary, call.Sid, found);
    }

    private static bool IsOver(string status) => status is "completed" or "busy" or "no-answer" or "failed" or "canceled";

    // As the status callback has it (https://www.twilio.com/docs/voice/api/call-resource#statuscallback): a number has one, of the sequence
    // 0.
    private static TwilioForm FormOf(CallResource call, string status) => TwilioForm.Of(
        [
            new("CallSid", call.Sid), new("AccountSid", call.AccountSid), new("From", call.From ?? ""), new("To", call.To ?? ""),
            new("CallStatus", status), new("CallDuration", call.Duration ?? ""), new("SequenceNumber", "0"),
            new("Timestamp", TwilioLists.Utc(call.EndTime)?.ToString("r") ?? ""),
        ]);
}
