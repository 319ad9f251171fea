using System.Diagnostics;
using System.Threading.Channels;
using Hotline.Platform.Storage;
using Hotline.Platform.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Platform.Messaging;

/// <summary>
/// Stores transactions and sends what they announce: at once, behind the answer, from a bounded channel that is drained at stop. Whatever
/// a crash, a full channel or an outage leaves behind, <see cref="SweepOutbox"/> sends later: the rows are the promise, this is the haste.
/// </summary>
public sealed partial class Outbox(
    RoomTable table, BusSenders bus, ILogger<Outbox> log, IEnumerable<IOutboxTarget>? targets = null) : IHostedService
{
    private readonly Channel<(string Partition, OutboxMessage Message)> ready =
        Channel.CreateBounded<(string, OutboxMessage)>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropWrite });

    private Task sending = Task.CompletedTask;

    /// <summary>Stores a transaction, then sends what it announces.</summary>
    /// <returns>Null when it is stored; the index of the row that was there already when nothing is.</returns>
    public async Task<int?> CommitAsync(Transaction transaction, CancellationToken stop)
    {
        var conflict = await table.SubmitAsync(transaction, stop);
        if (conflict is null)
            foreach (var message in transaction.Announced())
                ready.Writer.TryWrite((transaction.Partition, message));
        return conflict;
    }

    /// <summary>
    /// Sends what an earlier try of a transaction announced: it may be stored although its answer came too late, and then nobody else has
    /// the haste. What is sent is what is stored, never what this try says.
    /// </summary>
    public async Task SendEarlierAttemptAsync(Transaction transaction, CancellationToken stop)
    {
        foreach (var announced in transaction.Announced())
        {
            if (await table.FindAsync(transaction.Partition, OutboxKeys.Of(announced.Queue, announced.Id), stop) is { } stored)
                ready.Writer.TryWrite((transaction.Partition, OutboxMessage.From(stored)));
        }
    }

    /// <summary>Sends one message and removes its row. A crash between the two sends it again, which its receiver ignores.</summary>
    public async Task SendAsync(string partition, OutboxMessage message, CancellationToken stop)
    {
        if (targets?.FirstOrDefault(other => other.Queue == message.Queue) is { } target)
            await target.SendAsync(message, stop);
        else
            await SendAsync(message, stop);
        await table.DeleteAsync(partition, OutboxKeys.Of(message.Queue, message.Id), stop);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken stop)
    {
        sending = Parallel.ForEachAsync(
            ready.Reader.ReadAllAsync(CancellationToken.None),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = CancellationToken.None },
            async (entry, _) => await TrySendAsync(entry.Partition, entry.Message));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken stop)
    {
        ready.Writer.TryComplete();
        await sending.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SendAsync(OutboxMessage message, CancellationToken stop)
    {
        using var span = Tracing.StartMessage("send", ActivityKind.Producer, message.Queue, message.Id, message.TraceParent);
        try
        {
            await bus.SendAsync(message.Queue, message.ToBus(), stop);
        }
        catch (Exception e)
        {
            span.Fail(e);
            throw;
        }
    }

    private async Task TrySendAsync(string partition, OutboxMessage message)
    {
        try
        {
            await SendAsync(partition, message, CancellationToken.None);
        }
        catch (Exception e)
        {
            // Whatever it is, it ends nobody else's haste: the row stays, and the sweep tells what is wrong with it.
            Metrics.WasLeft(message.Queue);
            LogLeft(message.Queue, Tracing.Redact(message.Id), e.GetType().Name);
        }
    }

    [LoggerMessage(101, LogLevel.Warning, "Message {Id} to {Queue} stays in the outbox for the sweep: {Failure}")]
    private partial void LogLeft(string queue, string id, string failure);
}
