using System.Collections.Concurrent;
using System.Threading.Channels;
using Azure;
using Hotline.Platform.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Platform.Messaging;

/// <summary>
/// Removes the outbox rows of messages that the bus has: behind the answers, many in one transaction, and each only as it was sent. It runs
/// in every process that sends. What it does not get to, since its process ends or storage fails, the sweep sends again, which receivers
/// ignore.
/// </summary>
public sealed partial class SentRows(RoomTable table, TimeProvider time, ILogger<SentRows> log) : IHostedService, IDisposable
{
    // Under load so many rows go together that one costs next to nothing; well within the sweep's patience, after which it sends them again.
    private const int Few = 16;
    private static readonly TimeSpan Collects = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CollectsMany = TimeSpan.FromSeconds(4);

    private readonly Channel<StoredMessage> rows =
        Channel.CreateBounded<StoredMessage>(8192);

    private readonly ConcurrentDictionary<(string Shard, string Row, ETag? Version), bool> waiting = new();
    private readonly CancellationTokenSource stopping = new();
    private Task removing = Task.CompletedTask;

    /// <summary>Has a row removed before long.</summary>
    public void Add(StoredMessage sent)
    {
        // One that does not fit any more stays for the sweep.
        if (sent.Version is not null && waiting.TryAdd(sent.Identity, true) && !rows.Writer.TryWrite(sent))
            waiting.TryRemove(sent.Identity, out _);
    }

    /// <summary>Whether the bus has it, and only its row is still there.</summary>
    public bool Has(StoredMessage stored) => waiting.ContainsKey(stored.Identity);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        removing = RemoveAllAsync();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        rows.Writer.TryComplete();
        await stopping.CancelAsync();
        await removing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose() => stopping.Dispose();

    private async Task RemoveAllAsync()
    {
        while (await rows.Reader.WaitToReadAsync())
        {
            await WaitAsync(Collects);
            if (rows.Reader.Count > Few)
                await WaitAsync(CollectsMany);
            var sent = new List<StoredMessage>();
            while (rows.Reader.TryRead(out var row))
                sent.Add(row);
            foreach (var batch in BatchesOf(sent))
                await TryRemoveAsync(batch);
            foreach (var row in sent)
                waiting.TryRemove(row.Identity, out _);
        }
    }

    private async Task WaitAsync(TimeSpan delay) =>
        await Task.Delay(delay, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    // A transaction takes a row once: of several orders of one id, which replaced each other, each goes with a batch of its own.
    private static IEnumerable<List<StoredMessage>> BatchesOf(IEnumerable<StoredMessage> sent) =>
        from row in sent
        group row by (row.Shard, row.Row) into versions
        from version in versions.Select((row, n) => (row, n))
        group version.row by (version.row.Shard, version.n) into shard
        from batch in shard.Chunk(Transaction.MaxRows)
        select batch.ToList();

    private async Task TryRemoveAsync(List<StoredMessage> sent)
    {
        try
        {
            // One that is gone or was replaced keeps no other.
            while (sent.Count > 0 && await table.SubmitAsync(RemovalOf(sent), CancellationToken.None) is not null)
                sent = await StillThereAsync(sent);
        }
        catch (Exception e)
        {
            // Whatever it is, the rows stay, and the sweep says what is wrong with them.
            LogLeft(sent.Count, e.GetType().Name);
        }
    }

    // All at once: a sweep in another process takes many.
    private async Task<List<StoredMessage>> StillThereAsync(List<StoredMessage> sent)
    {
        var shard = sent[0].Shard;
        var there = await table.RangeAsync(shard, OutboxKeys.All, CancellationToken.None, new RangeQuery("PartitionKey", "RowKey"))
            .Select(row => (shard, row.RowKey, (ETag?)row.ETag)).ToHashSetAsync();
        return [.. sent.Where(row => there.Contains(row.Identity))];
    }

    private static Transaction RemovalOf(List<StoredMessage> sent)
    {
        var transaction = new Transaction(sent[0].Shard);
        foreach (var row in sent)
            transaction.Remove(row.Row, row.Version);
        return transaction;
    }

    [LoggerMessage(104, LogLevel.Information, "{Count} sent messages stay in the outbox, and the sweep sends them again: {Failure}")]
    private partial void LogLeft(int count, string failure);
}
