using System.Collections.Concurrent;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Hotline.Intake.Table;
using Hotline.Platform.Messaging;

namespace Hotline.Tests.Drivers;

/// <content>How a borrowed line is made as it was.</content>
internal sealed partial class Line
{
    private const int MaxRows = 2000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Where it is put back, if it is borrowed.</summary>
    internal ConcurrentBag<Line>? Shelf { get; set; }

    /// <summary>Which of its apps ran when it was borrowed.</summary>
    internal LineRooms Rooms { get; set; }

    /// <summary>Waits until nothing is on its way any more and forgets all that happened; false where that does not come.</summary>
    internal async Task<bool> CleanAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        Twilio.Misbehaviour.Clear();
        Speech.Clear();
        Storage.Clear();
        ReviewStorage?.Clear();
        try
        {
            await Twilio.SettleAsync(patience.Token);
            if (Rooms == LineRooms.Intake && Review is not null)
                await EndReviewAsync(patience.Token);
            // The queues first: what is put off for later would come after its rows are gone, and be rejected into the next test.
            await Broker.ClearAsync();
            while (!await IsAtRestAsync(patience.Token))
            {
                await Task.Delay(50, patience.Token);
                await Broker.ClearAsync();
            }

            var cleaned = await ForgetAsync(Table, patience.Token) && (Review is null || await ForgetAsync(ReviewTable, patience.Token));
            foreach (var container in Review is null ? [Evidence] : new[] { Evidence, Parts, Events })
                await ForgetAsync(container, patience.Token);
            Twilio.Clear();
            Twilio.Numbers = numbers;
            Log.Take();
            return cleaned;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // A review app that a test started beside a borrowed intake app.
    private async Task EndReviewAsync(CancellationToken stop)
    {
        await Review!.DisposeAsync();
        Review = null;
        await ReviewTable.DeleteAsync(stop);
        foreach (var container in new[] { Parts, Events })
            await container.DeleteIfExistsAsync(cancellationToken: stop);
    }

    private void MustBeOwn()
    {
        if (Shelf is not null)
            throw new InvalidOperationException("This line is borrowed: start one of the test's own to stop, kill or configure its parts.");
    }

    // Looked at in this order, and the queues once more: what a handler leaves is in the outbox before its message is completed, and a
    // sweep may still be sending what it read before somebody else had sent and removed it.
    private async Task<bool> IsAtRestAsync(CancellationToken stop) =>
        Broker.IsEmpty && await IsSentAsync(Table, stop) && (Review is null || await IsSentAsync(ReviewTable, stop))
        && Intake.IsIdle && Review?.IsIdle != false && Broker.IsEmpty;

    private static async Task<bool> IsSentAsync(TableClient table, CancellationToken stop)
    {
        var (from, before) = OutboxKeys.All;
        return !await table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"RowKey ge {from} and RowKey lt {before}"), 1, ["RowKey"], stop).AnyAsync(stop);
    }

    // A worker remembers the day's pepper: that row stays.
    private static async Task<bool> ForgetAsync(TableClient table, CancellationToken stop)
    {
        var rows = await table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey ne {IntakeKeys.Peppers}"), select: ["PartitionKey", "RowKey"], cancellationToken: stop)
            .ToListAsync(stop);
        if (rows.Count > MaxRows)
            return false;
        await Parallel.ForEachAsync(
            rows.GroupBy(row => row.PartitionKey).SelectMany(shard => shard.Chunk(100)), stop,
            async (chunk, token) => await table.SubmitTransactionAsync(
                chunk.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row)), token));
        return true;
    }

    private static async Task ForgetAsync(BlobContainerClient container, CancellationToken stop)
    {
        var blobs = await container.GetBlobsAsync(cancellationToken: stop).ToListAsync(stop);
        await Parallel.ForEachAsync(blobs, stop, async (blob, token) => await container.DeleteBlobAsync(blob.Name, cancellationToken: token));
    }
}
