using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Table;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.CleanUp;

/// <summary>
/// Takes the words out of a text at Twilio: a reporter's once Review has them, ours (which say the receipt) once they arrived or failed.
/// </summary>
public sealed class CleanUpMessage(RoomTable table, TwilioCopies twilio, IOptions<RetryOptions> retry, TimeProvider time)
{
    /// <summary>Carries the order out; a second time it changes nothing.</summary>
    /// <exception cref="RefusedException">No row names the text.</exception>
    /// <exception cref="NotYetException">It is still under way.</exception>
    public async Task RunAsync(WorkOrder order, CancellationToken stop)
    {
        var key = IntakeKeys.Message(MessageSid.Parse(order.Evidence) ?? throw new RefusedException("The order names no text."));
        var row = await table.FindAsync(order.Shard, key, stop) ?? throw new RefusedException("No row names this message.");
        if (row.ContainsKey("Cleaned"))
            return;
        var now = time.GetUtcNow();
        var overdue = row.GetDateTimeOffset("Told") is { } told && now - told >= retry.Value.DeliveryAfter;
        if (row.ContainsKey("Told") && !row.ContainsKey("Final") && !overdue)
            throw new NotYetException("Nobody has told yet whether it was delivered.");
        if (!await twilio.TryRedactAsync(row.GetString("Account"), order.Evidence, overdue, stop))
            throw new NotYetException("Twilio has not sent it yet.");
        await table.MergeAsync(order.Shard, key, new TableEntity { { "Cleaned", now } }, stop);
    }
}
