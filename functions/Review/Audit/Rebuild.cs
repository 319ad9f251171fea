using Azure;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Table;

namespace Hotline.Review.Audit;

/// <summary>What became of a table that was made again.</summary>
/// <param name="Chains">How many chains it has.</param>
/// <param name="Events">How many events.</param>
/// <param name="Again">How many parts go through acceptance again: they were kept, and no copied event told of them.</param>
/// <param name="Findings">What could not be made again; empty when nothing is missing.</param>
public sealed record RebuildReport(int Chains, int Events, int Again, IReadOnlyList<Finding> Findings);

/// <summary>
/// Makes the Review table again from the two containers: every event in its place, every part as it was accepted. Equal to what was there
/// but for time stamps, renewed leases, the outbox, pulses, seats, saved views and what is due by the clock. What the copies do not tell is
/// named, and a part that none of them tells of is announced to the queue <c>tips</c> by the outbox of the new table.
/// </summary>
public sealed class Rebuild(RoomTable table, EventContainer copies, PartContainer parts, TimeProvider time)
{
    // The outbox's column, as Transaction holds it.
    private const int MaxEnvelope = 32 * 1024;

    private readonly List<Finding> findings = [];
    private readonly NamedParts named = new();

    /// <summary>Fills the table, which must be empty or hold the same.</summary>
    /// <returns>What it holds now, and what it lacks.</returns>
    public async Task<RebuildReport> RunAsync(CancellationToken stop)
    {
        var (chains, events) = (0, 0);
        var (scope, chain) = ("", new SortedDictionary<int, string>());
        // Names sort by scope, then by number: one chain after the other.
        await foreach (var blob in copies.Client.GetBlobsAsync(cancellationToken: stop))
        {
            if (EventCopies.PlaceOf(blob.Name) is not (var of, var number))
                continue;
            if (of != scope)
                await WriteAsync();
            scope = of;
            chain[number] = (await copies.Client.GetBlobClient(blob.Name).DownloadContentAsync(stop)).Value.Content.ToString();
        }

        await WriteAsync();
        return new RebuildReport(chains, events, await AcceptAgainAsync(stop), findings);

        async Task WriteAsync()
        {
            if (chain.Count == 0)
                return;
            await WriteChainAsync(scope, chain, stop);
            (chains, events) = (chains + 1, events + chain.Count);
            chain = [];
        }
    }

    private async Task WriteChainAsync(string scope, SortedDictionary<int, string> chain, CancellationToken stop)
    {
        named.Add(scope, chain.Values.Select(LedgerEvent.TryRead).OfType<LedgerEvent>());
        NameGaps(scope, chain);
        IEnumerable<(string, TableEntity)> rows;
        try
        {
            rows = await new ChainProjector((folder, name) => TextAsync(scope, folder, name, stop)).OfAsync(scope, chain);
            await PutAsync(ReviewKeys.LikePartition, ChainProjector.LikesOf(scope, chain.Values).Select(row => (row, new TableEntity())), stop);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException or OverflowException)
        {
            findings.Add(new Finding(scope, null, "Its events are there; what follows from them can't be made of what they say."));
            rows = ChainProjector.EventsOf(scope, chain);
        }

        await PutAsync(ReviewKeys.ReviewShardOf(scope), rows, stop);
    }

    // Numbers are never given anew: the copies that come after a gap would contradict them for good.
    private void NameGaps(string scope, SortedDictionary<int, string> chain)
    {
        var next = 0;
        foreach (var number in chain.Keys)
        {
            if (number > next)
                findings.Add(new Finding(
                    scope, next,
                    number - next == 1
                        ? "The event has no copy and is lost." : $"The events {next} to {number - 1} have no copies and are lost."));
            next = number + 1;
        }
    }

    // What acceptance has had before changes nothing; what it refuses is found among the undelivered.
    private async Task<int> AcceptAgainAsync(CancellationToken stop)
    {
        var again = 0;
        await foreach (var blob in named.UntoldAsync(parts, stop))
        {
            var envelope = (await parts.Client.GetBlobClient(blob.Name).DownloadContentAsync(stop)).Value.Content.ToString();
            if (NamedParts.IsWritten(blob.Name) || MessageOf(envelope) is not { } message)
            {
                findings.Add(new Finding(
                    blob.Name, null, "No copied event tells of it, and it is no report that could be accepted again.",
                    FindingKind.NotAccepted));
                continue;
            }

            await table.SubmitAsync(new Transaction(ReviewKeys.ReviewShardOf(blob.Name)).Announce(message), stop);
            again++;
        }

        return again;
    }

    private OutboxMessage? MessageOf(string envelope)
    {
        try
        {
            var part = Envelope.Read(envelope);
            // What is too long for a message also lies in a blob, which the message names.
            var letter = part.Blob is null ? envelope : Envelope.Write(part with { Sealed = null });
            return letter.Length <= MaxEnvelope && Transaction.IsKey(OutboxKeys.Of(Queues.Tips, part.Id.Value))
                ? new OutboxMessage(Queues.Tips, part.Id.Value, letter, Envelope.ContentType, time.GetUtcNow()) : null;
        }
        catch (FormatException)
        {
            return null; // Named by the caller.
        }
    }

    private async Task PutAsync(string partition, IEnumerable<(string Row, TableEntity Columns)> rows, CancellationToken stop)
    {
        foreach (var batch in rows.Chunk(50))
        {
            var transaction = new Transaction(partition);
            foreach (var (row, columns) in batch)
                transaction.Put(row, columns);
            await table.SubmitAsync(transaction, stop);
        }
    }

    private async Task<string?> TextAsync(string scope, string folder, string name, CancellationToken stop)
    {
        try
        {
            return (await parts.Client.GetBlobClient(PartJournal.NameOf(folder, name)).DownloadContentAsync(stop)).Value.Content.ToString();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            findings.Add(new Finding(scope, null, $"The part {name} is missing from the journal."));
            return null;
        }
    }
}
