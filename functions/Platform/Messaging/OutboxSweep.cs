using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Hotline.Platform.Storage;
using Hotline.Platform.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hotline.Platform.Messaging;

/// <summary>Sends what a crash, a stop or an outage left in the outbox: the guarantee behind <see cref="Outbox"/>.</summary>
public sealed partial class OutboxSweep(RoomTable table, Outbox outbox, SentRows sentRows, TimeProvider time, ILogger<OutboxSweep> log)
{
    // So many of its messages in a row that fail like an outage are one: the others of that queue wait for the next sweep.
    private const int MaxMisses = 3;

    /// <summary>How old a message must be before the sweep takes it: until then, whoever stored it may still be sending it.</summary>
    public static readonly TimeSpan SweepAfter = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Sends every message that is older than the sender's usual haste. One that is refused, now or for good, delays no other; a queue that
    /// can't be reached delays only its own.
    /// </summary>
    /// <exception cref="AggregateException">A queue could not be reached; what is left for it waits for the next sweep.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var (sent, down) = (0, new ConcurrentDictionary<string, QueueMisses>());
        await Parallel.ForEachAsync(
            table.Shards,
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stop },
            async (shard, token) => Interlocked.Add(ref sent, await SweepAsync(shard, down, token)));
        if (sent > 0)
            LogSwept(sent);
        if (!down.IsEmpty)
            throw new AggregateException(down.Values.Select(misses => misses.Last));
    }

    private async Task<int> SweepAsync(string shard, ConcurrentDictionary<string, QueueMisses> down, CancellationToken stop)
    {
        var sent = 0;
        var old = time.GetUtcNow() - SweepAfter;
        await foreach (var row in table.RangeAsync(shard, OutboxKeys.All, stop))
        {
            var (queue, id) = OutboxKeys.Read(row.RowKey);
            if (down.TryGetValue(queue, out var misses) && misses.InARow >= MaxMisses)
                continue;
            try
            {
                var message = OutboxMessage.From(row);
                var stored = new StoredMessage(shard, message, row.ETag);
                if (message.At > old || sentRows.Has(stored))
                    continue;
                await outbox.SendAsync(stored, stop);
                Metrics.WasSwept(message.Queue);
                sent++;
                if (misses is not null)
                    down[queue] = misses with { InARow = 0 };
            }
            catch (Exception e) when (
                !stop.IsCancellationRequested && (e is ServiceBusException { IsTransient: false } || !Transient.Is(e, stop)))
            {
                LogStuck(queue, Tracing.Redact(id), e is ServiceBusException refused ? $"{refused.Reason}" : e.GetType().Name);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                down[queue] = new QueueMisses((misses?.InARow ?? 0) + 1, e);
            }
        }

        return sent;
    }

    private sealed record QueueMisses(int InARow, Exception Last);

    [LoggerMessage(102, LogLevel.Information, "The sweep sent {Count} messages that were left in the outbox")]
    private partial void LogSwept(int count);

    [LoggerMessage(103, LogLevel.Error, "Message {Id} to {Queue} can't be sent: {Reason}; it stays in the outbox")]
    private partial void LogStuck(string queue, string id, string reason);
}
