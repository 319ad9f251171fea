using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Hotline.Local.Line.Keys;

/// <summary>Where a line keeps what is sealed.</summary>
/// <param name="Tables">Both rooms' tables.</param>
/// <param name="Parts">Review's container of parts.</param>
/// <param name="Evidence">Intake's container of evidence.</param>
/// <param name="Bus">The bus.</param>
/// <param name="Queues">Its queues.</param>
internal sealed record SealedPlaces(
    IReadOnlyList<TableClient> Tables, BlobContainerClient Parts, BlobContainerClient Evidence,
    ServiceBusClient Bus, IReadOnlyList<string> Queues);

/// <summary>Counts what names each key. It reads everything that a line has, and opens nothing.</summary>
internal sealed class KeyCount(SealedPlaces places)
{
    private const int AtOnce = 16;
    private const int HeaderLength = 2048;

    private readonly ConcurrentDictionary<string, KeyUse> uses = new();

    /// <summary>The keys that anything names.</summary>
    /// <exception cref="UnauthorizedAccessException">The bus lets nobody here listen.</exception>
    public async Task<IReadOnlyDictionary<string, KeyUse>> RunAsync(CancellationToken stop)
    {
        await OfEachAsync(
            places.Parts, async blob => Seals.In(await ReadAsync(places.Parts, blob, new HttpRange(0), stop)),
            (use, at) => use.AddPart(at), stop);
        await OfEachAsync(
            places.Evidence,
            async blob => Seals.Of(blob.Metadata) is { } key
                ? [key]
                : Seals.In(await ReadAsync(places.Evidence, blob, new HttpRange(0, HeaderLength), stop)),
            (use, at) => use.AddEvidence(at), stop);
        foreach (var table in places.Tables)
            await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: stop))
                Add(row.SelectMany(column => Seals.In(column.Value as string ?? "")), use => use.AddRow());
        foreach (var queue in places.Queues)
            foreach (var part in new[] { SubQueue.None, SubQueue.DeadLetter })
                await PeekAsync(queue, part, stop);
        return uses;
    }

    private static async Task<string> ReadAsync(BlobContainerClient container, BlobItem blob, HttpRange range, CancellationToken stop) =>
        blob.Properties.ContentLength == 0
            ? ""
            : (await container.GetBlobClient(blob.Name).DownloadContentAsync(new BlobDownloadOptions { Range = range }, stop))
                .Value.Content.ToString();

    private Task OfEachAsync(
        BlobContainerClient container, Func<BlobItem, Task<IEnumerable<string>>> keysOf, Action<KeyUse, DateTimeOffset?> count,
        CancellationToken stop) =>
        Parallel.ForEachAsync(
            container.GetBlobsAsync(new GetBlobsOptions { Traits = BlobTraits.Metadata }, stop),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
            async (blob, _) => Add(await keysOf(blob), use => count(use, blob.Properties.CreatedOn)));

    private async Task PeekAsync(string queue, SubQueue part, CancellationToken stop)
    {
        await using var receiver = places.Bus.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = part });
        for (long from = 0; await receiver.PeekMessagesAsync(100, from, stop) is { Count: > 0 } page; from = page[^1].SequenceNumber + 1)
            foreach (var message in page)
                Add(Seals.In(message.Body.ToString()), use => use.AddMessage());
    }

    private void Add(IEnumerable<string> keys, Action<KeyUse> count)
    {
        foreach (var key in keys.Distinct())
            if (uses.GetOrAdd(key, id => new KeyUse(id)) is { } use)
                lock (use)
                    count(use);
    }
}
