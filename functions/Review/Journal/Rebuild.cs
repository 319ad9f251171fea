using Azure.Data.Tables;
using Hotline.Storage;

namespace Hotline.Review.Journal;

/// <summary>
/// Makes the Review table again from the two containers: every event in its order, every part as it was accepted. Equal to what was there
/// but for time stamps, renewed leases, the outbox, pulses, seats and saved views.
/// </summary>
public sealed class Rebuild(TableClient table, EventContainer copies, PartContainer parts)
{
    /// <summary>Fills the table, which must be empty or hold the same.</summary>
    /// <returns>How many chains and events it holds now.</returns>
    public async Task<(int Chains, int Events)> RunAsync(CancellationToken stop)
    {
        var (chains, events) = (0, 0);
        var scope = "";
        var chain = new List<string>();
        // Names sort by scope, then by number: one chain after the other.
        await foreach (var blob in copies.Client.GetBlobsAsync(cancellationToken: stop))
        {
            var of = blob.Name[..blob.Name.LastIndexOf('.')];
            if (of != scope && chain.Count > 0)
            {
                await WriteAsync(scope, chain, stop);
                chains++;
                chain.Clear();
            }

            scope = of;
            chain.Add((await copies.Client.GetBlobClient(blob.Name).DownloadContentAsync(stop)).Value.Content.ToString());
            events++;
        }

        if (chain.Count > 0)
        {
            await WriteAsync(scope, chain, stop);
            chains++;
        }

        return (chains, events);
    }

    private async Task WriteAsync(string scope, List<string> chain, CancellationToken stop)
    {
        var rows = await new ChainRows((folder, name) => TextAsync(folder, name, stop)).OfAsync(scope, chain);
        await PutAsync(Keys.ReviewShardOf(scope), rows, stop);
        await PutAsync(Keys.LikePartition, ChainRows.LikesOf(scope, chain).Select(row => (row, new TableEntity())), stop);
    }

    private async Task PutAsync(string partition, IEnumerable<(string Row, TableEntity Columns)> rows, CancellationToken stop)
    {
        foreach (var batch in rows.Chunk(50))
        {
            var transaction = new Transaction(partition);
            foreach (var (row, columns) in batch)
                transaction.Put(row, columns);
            await transaction.SubmitAsync(table, stop);
        }
    }

    private async Task<string> TextAsync(string folder, string name, CancellationToken stop) =>
        (await parts.Client.GetBlobClient(PartJournal.NameOf(folder, name)).DownloadContentAsync(stop)).Value.Content.ToString();
}
