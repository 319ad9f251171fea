using System.Threading.Channels;
using Hotline.Platform.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Platform.Messaging;

/// <summary>
/// Removes the outbox rows of messages that the bus has: behind the answers, many in one transaction, and each only as it was sent. It runs
/// in every process that sends. What it does not get to, since its process ends or storage fails, the sweep sends again, which receivers
/// ignore.
/// </summary>
public sealed partial class SentRows(RoomTable table, TimeProvider time, ILogger<SentRows> log) : BackgroundService
{
    // Under load so many rows go together that one costs next to nothing; well within the sweep's patience, after which it sends them again.
    private const int Few = 16;
    private static readonly TimeSpan Collects = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CollectsMany = TimeSpan.FromSeconds(6);

    private readonly Channel<StoredMessage> rows =
        Channel.CreateBounded<StoredMessage>(new BoundedChannelOptions(8192) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Has a row removed before long.</summary>
    public void Add(StoredMessage sent) => rows.Writer.TryWrite(sent);

    /// <inheritdoc/>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        rows.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await rows.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await WaitAsync(Collects, stoppingToken);
            if (rows.Reader.Count > Few)
                await WaitAsync(CollectsMany, stoppingToken);
            var sent = new List<StoredMessage>();
            while (rows.Reader.TryRead(out var row))
                sent.Add(row);
            foreach (var shard in sent.DistinctBy(row => (row.Shard, row.Row, row.Version)).GroupBy(row => row.Shard))
                foreach (var chunk in shard.Chunk(Transaction.MaxRows))
                    await TryRemoveAsync(chunk);
        }
    }

    private async Task WaitAsync(TimeSpan delay, CancellationToken stop) =>
        await Task.Delay(delay, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task TryRemoveAsync(StoredMessage[] sent)
    {
        try
        {
            if (!await RemoveAsync(sent))
                foreach (var row in sent)
                    await RemoveAsync(row);
        }
        catch (Exception e) when (Transient.Is(e, CancellationToken.None))
        {
            LogLeft(sent.Length, e.GetType().Name);
        }
    }

    // All of them, or none where one is gone already or was replaced.
    private async Task<bool> RemoveAsync(params StoredMessage[] sent)
    {
        var transaction = new Transaction(sent[0].Shard);
        foreach (var row in sent)
            transaction.Remove(row.Row, row.Version);
        return await table.SubmitAsync(transaction, CancellationToken.None) is null;
    }

    [LoggerMessage(104, LogLevel.Information, "{Count} sent messages stay in the outbox, and the sweep sends them again: {Failure}")]
    private partial void LogLeft(int count, string failure);
}
