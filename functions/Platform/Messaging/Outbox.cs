using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Azure;
using Azure.Messaging.ServiceBus;
using Hotline.Platform.Storage;
using Hotline.Platform.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Platform.Messaging;

/// <summary>
/// Stores transactions and sends what they announce before their answer: first the rows, then the bus, then whoever waits. Whatever a crash
/// or an outage leaves behind, <see cref="SweepOutbox"/> sends later: the rows are the promise (docs/decisions/045-bus-before-answer.md).
/// Without a bus of its own, all is left to the line's sweep.
/// </summary>
public sealed partial class Outbox(
    RoomTable table, BusSenders? bus, SentRows sentRows, TimeProvider time, ILogger<Outbox> log, IEnumerable<IOutboxTarget>? targets = null)
    : IHostedService
{
    // A queue that failed keeps nobody waiting for a while: what is for it is the sweep's.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, long> failed = new();

    // Being sent right now: a repeat leaves these alone.
    private readonly ConcurrentDictionary<(string Shard, string Row, ETag? Version), bool> underWay = new();

    // What is not for the bus is for nobody who waits.
    private readonly Channel<StoredMessage> later =
        Channel.CreateBounded<StoredMessage>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropWrite });

    private Task sending = Task.CompletedTask;

    /// <summary>Stores a transaction, then sends what it announces.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <returns>Null when it is stored; the index of the row that was there already when nothing is.</returns>
    public async Task<int?> CommitAsync(Transaction transaction, CancellationToken stop)
    {
        var conflict = await table.SubmitAsync(transaction, stop);
        if (conflict is null)
            await TrySendAsync([.. transaction.Announced()]);
        return conflict;
    }

    /// <summary>
    /// Sends what an earlier try of a transaction announced: it may be stored although its answer was lost. What is sent is what is stored,
    /// never what this try says, and nothing that this process has sent or is sending.
    /// </summary>
    public async Task SendEarlierAttemptAsync(Transaction transaction, CancellationToken stop)
    {
        var left = new List<StoredMessage>();
        foreach (var key in transaction.Announcing())
            if (await table.FindAsync(transaction.Partition, key, stop) is { } row
                && new StoredMessage(transaction.Partition, OutboxMessage.From(row), row.ETag) is var stored
                && !underWay.ContainsKey(stored.Identity) && !sentRows.Has(stored))
                left.Add(stored);
        await TrySendAsync(left);
    }

    /// <summary>Sends one message, then has its row removed. A crash between the two sends it again, which its receiver ignores.</summary>
    public async Task SendAsync(StoredMessage stored, CancellationToken stop)
    {
        if (TargetOf(stored) is { } target)
            await target.SendAsync(stored.Message, stop);
        else
            await SendAsync(stored.Message.Queue, [stored], stop);
        sentRows.Add(stored);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken stop)
    {
        sending = Parallel.ForEachAsync(
            later.Reader.ReadAllAsync(CancellationToken.None),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = CancellationToken.None },
            async (stored, _) => await TryAsync(() => SendAsync(stored, CancellationToken.None), [stored]));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken stop)
    {
        later.Writer.TryComplete();
        await sending.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private IOutboxTarget? TargetOf(StoredMessage stored) => targets?.FirstOrDefault(target => target.Queue == stored.Message.Queue);

    private async Task TrySendAsync(IReadOnlyList<StoredMessage> messages)
    {
        if (bus is null)
            return;
        foreach (var other in messages.Where(stored => TargetOf(stored) is not null))
            later.Writer.TryWrite(other);
        var queues = messages.Where(stored => TargetOf(stored) is null).GroupBy(stored => stored.Message.Queue).ToList();
        if (queues.Count == 0)
            return;
        foreach (var stored in messages)
            underWay[stored.Identity] = true;
        try
        {
            await BusPatience.SpendAsync(within => Task.WhenAll(queues.Select(queue => TrySendAsync(queue.Key, [.. queue], within))));
        }
        finally
        {
            foreach (var stored in messages)
                underWay.TryRemove(stored.Identity, out _);
        }
    }

    private async Task TrySendAsync(string queue, IReadOnlyList<StoredMessage> messages, CancellationToken within)
    {
        var isResting = failed.TryGetValue(queue, out var at) && time.GetElapsedTime(at) < Rest;
        if (isResting || within.IsCancellationRequested)
        {
            Leave(messages, isResting ? "QueueRests" : "NoTimeLeft");
            return;
        }

        var begun = time.GetTimestamp();
        var failure = await TryAsync(() => SendAsync(queue, messages, within).WaitAsync(within), messages);
        if (failure is null)
        {
            failed.TryRemove(queue, out _);
            foreach (var sent in messages)
                sentRows.Add(sent);
        }
        else if (IsTheQueue(failure, time.GetElapsedTime(begun)))
        {
            failed[queue] = time.GetTimestamp();
        }
    }

    // A message that is too long, or one for which little time was left, says nothing of its queue.
    private static bool IsTheQueue(Exception failure, TimeSpan after) => failure switch
    {
        ServiceBusException { Reason: ServiceBusFailureReason.MessageSizeExceeded } => false,
        OperationCanceledException => after >= BusPatience.Telling,
        _ => true,
    };

    private async Task SendAsync(string queue, IReadOnlyList<StoredMessage> messages, CancellationToken stop)
    {
        // One transaction's messages have one trace.
        var first = messages[0].Message;
        using var span = Tracing.StartMessage("send", ActivityKind.Producer, queue, first.Id, first.TraceParent);
        try
        {
            await bus!.SendAsync(queue, [.. messages.Select(stored => stored.Message.ToBus())], stop);
        }
        catch (Exception e)
        {
            span.Fail(e);
            throw;
        }
    }

    private async Task<Exception?> TryAsync(Func<Task> send, IReadOnlyList<StoredMessage> messages)
    {
        try
        {
            await send();
            return null;
        }
        catch (Exception e)
        {
            // Whatever it is, it ends nobody's answer: the rows stay, and the sweep says what is wrong with them.
            Leave(messages, e.GetType().Name);
            return e;
        }
    }

    private void Leave(IReadOnlyList<StoredMessage> messages, string failure)
    {
        foreach (var stored in messages)
        {
            Metrics.WasLeft(stored.Message.Queue);
            LogLeft(stored.Message.Queue, Tracing.Redact(stored.Message.Id), failure);
        }
    }

    [LoggerMessage(101, LogLevel.Warning, "Message {Id} to {Queue} stays in the outbox for the sweep: {Failure}")]
    private partial void LogLeft(string queue, string id, string failure);
}
