using Azure.Data.Tables;
using Hotline.Delivery;
using Hotline.Storage;
using Hotline.Tips;
using Hotline.Twilio;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Voice;

/// <summary>Deletes a call's entry in Twilio's log, where its line says so, once the bus has the call's summary.</summary>
public sealed class CleanUpCall(TableClient table, TwilioCopies twilio, IOptions<LinesOptions> lines, TimeProvider time)
{
    /// <summary>Carries the order out; a second time it changes nothing.</summary>
    /// <exception cref="RefusedException">No row names the call.</exception>
    /// <exception cref="NotYetException">The call goes on, or its summary has not been sent.</exception>
    public async Task RunAsync(WorkOrder order, CancellationToken stop)
    {
        var row = await FindAsync(order.Shard, Keys.Call(order.Evidence), stop) ?? throw new RefusedException("No row names this call.");
        if (row.ContainsKey("Cleaned"))
            return;
        if (lines.Value.Of(row.GetString("Line")).CallsLog == CallsLog.Keep)
            return;
        if (!row.ContainsKey("Ended"))
            throw new NotYetException("The call's end was not told yet.");
        var summary = Keys.Outbox(Queues.Tips, PartId.Of(PartKind.CallSummary, order.Evidence).Value);
        if (await FindAsync(order.Shard, summary, stop) is not null)
            throw new NotYetException("The call's summary is not sent yet.");
        await twilio.DeleteCallAsync(row.GetString("Account"), order.Evidence, stop);
        await new Transaction(order.Shard)
            .Merge(Keys.Call(order.Evidence), new TableEntity { { "Cleaned", time.GetUtcNow() } }).SubmitAsync(table, stop);
    }

    private async Task<TableEntity?> FindAsync(string shard, string key, CancellationToken stop)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(shard, key, cancellationToken: stop);
        return found is { HasValue: true, Value: { } row } ? row : null;
    }
}
