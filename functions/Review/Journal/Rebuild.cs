using Azure.Data.Tables;
using Hotline.Review.Casework;
using Hotline.Review.Casework.Similarity;
using Hotline.Review.Undelivered;
using Hotline.Storage;
using Hotline.Tips;

namespace Hotline.Review.Journal;

/// <summary>
/// Makes the Review table again from the two containers: every event in its order, every part as it was accepted. Equal to what was there
/// but for time stamps, renewed leases, the outbox, seats and saved views.
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
        var rows = new List<(string Row, TableEntity Columns)>();
        var happened = chain.ConvertAll(AuditEvent.Read);
        for (var number = 0; number < chain.Count; number++)
            rows.Add((Keys.Event(scope, number), Chain.Columns(chain[number])));
        rows.Add((Keys.Chain(scope), new TableEntity { { "Length", chain.Count }, { "Hash", AuditEvent.HashOf(chain[^1]) } }));
        if (scope.StartsWith("tip-", StringComparison.Ordinal))
            rows.AddRange(await TipRowsAsync(new TipId(scope["tip-".Length..]), happened, stop));
        else if (scope.StartsWith("consent-", StringComparison.Ordinal))
            rows.AddRange([.. ConsentBook.RowsOf(scope["consent-".Length..], happened), .. happened.Select(e => (ConsentBook.MarkerOf(e), new TableEntity()))]);
        else if (scope.StartsWith("undelivered-", StringComparison.Ordinal))
            rows.Add(await UndeliveredRowAsync(scope["undelivered-".Length..], happened, stop));
        foreach (var batch in rows.Chunk(50))
        {
            var transaction = new Transaction(Keys.ReviewShardOf(scope));
            foreach (var (row, columns) in batch)
                transaction.Put(row, columns);
            await transaction.SubmitAsync(table, stop);
        }
    }

    private async Task<IEnumerable<(string, TableEntity)>> TipRowsAsync(TipId tip, List<AuditEvent> happened, CancellationToken stop)
    {
        var state = happened.Aggregate(TipState.New(tip), (before, now) => before.Apply(now));
        var rows = StateRow.RowsOf(state).ToList();
        foreach (var part in happened.Where(e => AuditCheck.MakesPart(e.Act)).Select(e => e.Fact("part")).OfType<string>())
            rows.Add((Keys.Part(tip, new PartId(part)), PartRow.Columns(await TextAsync(tip.Value, part, stop))));
        foreach (var number in happened.Select(e => e.Fact("number")).OfType<string>().Distinct())
            rows.Add((Keys.Number(number, tip), []));
        foreach (var likeness in happened.Select(e => e.Fact("likeness")).OfType<string>())
            rows.AddRange(SimilarTips.RowsOf(tip, TextSignature.Parse(likeness)).Select(row => (row, new TableEntity())));
        return rows.DistinctBy(row => row.Row);
    }

    private async Task<(string, TableEntity)> UndeliveredRowAsync(string id, List<AuditEvent> happened, CancellationToken stop) =>
        (Keys.Undelivered(id), UndeliveredMessage.Make(id, happened, await TextAsync("undelivered", id, stop)).ToColumns());

    private async Task<string> TextAsync(string folder, string name, CancellationToken stop) =>
        (await parts.Client.GetBlobClient(PartJournal.NameOf(folder, name)).DownloadContentAsync(stop)).Value.Content.ToString();
}
