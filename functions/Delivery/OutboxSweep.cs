using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Hotline.Hosting;
using Hotline.Storage;
using Microsoft.Extensions.Logging;

namespace Hotline.Delivery;

/// <summary>Sends what a crash, a stop or an outage left in the outbox: the guarantee behind <see cref="Outbox"/>.</summary>
public sealed partial class OutboxSweep(TableClient table, Outbox outbox, RoomShards shards, TimeProvider time, ILogger<OutboxSweep> log)
{
    private static readonly TimeSpan Haste = TimeSpan.FromSeconds(10);

    /// <summary>Sends every message that is older than the sender's usual haste.</summary>
    /// <exception cref="ServiceBusException">The bus can't be reached; the rest waits for the next sweep.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var sent = 0;
        await Parallel.ForEachAsync(
            shards.All,
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stop },
            async (shard, token) => Interlocked.Add(ref sent, await SweepAsync(shard, token)));
        if (sent > 0)
            LogSwept(sent);
    }

    private async Task<int> SweepAsync(string shard, CancellationToken stop)
    {
        var sent = 0;
        var old = time.GetUtcNow() - Haste;
        var (from, before) = Keys.OutboxRange;
        var rows = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {shard} and RowKey ge {from} and RowKey lt {before}"), cancellationToken: stop);
        await foreach (var row in rows)
        {
            var message = OutboxMessage.From(row);
            if (message.At > old)
                continue;
            try
            {
                await outbox.SendAsync(shard, message, stop);
                Measures.WasSwept(message.Queue);
                sent++;
            }
            catch (ServiceBusException e) when (!e.IsTransient)
            {
                LogStuck(message.Queue, Telemetry.Told(message.Id), e.Reason);
            }
        }

        return sent;
    }

    [LoggerMessage(102, LogLevel.Information, "The sweep sent {Count} messages that were left in the outbox")]
    private partial void LogSwept(int count);

    [LoggerMessage(103, LogLevel.Error, "The bus refuses message {Id} to {Queue}: {Reason}; it stays in the outbox")]
    private partial void LogStuck(string queue, string id, ServiceBusFailureReason reason);
}

/// <summary>The shards of this room's table.</summary>
public sealed record RoomShards(IReadOnlyList<string> All);
