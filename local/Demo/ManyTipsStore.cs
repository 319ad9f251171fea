using System.Collections.Concurrent;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Local.Demo;

/// <summary>Stores made tips: the parts and the events' copies first, then the rows, as many in a transaction as fit.</summary>
internal sealed class ManyTipsStore(TableClient table, BlobContainerClient parts, BlobContainerClient events)
{
    private const int AtOnce = 8;
    private const int RowsAtOnce = 90;

    /// <summary>Makes and stores tips 0 to <paramref name="count"/>.</summary>
    public async Task FillAsync(ManyTips tips, int count, IProgress<int> progress, CancellationToken stop)
    {
        var (waiting, done) = (new ConcurrentDictionary<string, List<(string Row, TableEntity Columns)>>(), 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (n, token) =>
        {
            var made = await tips.MakeAsync(n);
            var (journal, copies, scope) = (new PartJournal(parts), new EventCopies(events), TipJournal.ScopeOf(made.Tip));
            foreach (var (name, envelope) in made.Parts)
                await journal.KeepAsync(made.Tip.Value, name, envelope, token);
            for (var number = 0; number < made.Events.Count; number++)
                await copies.CopyAsync(EventCopies.IdOf(scope, number), made.Events[number], token);
            var shard = ReviewKeys.ReviewShardOf(scope);
            if (Take(waiting.GetOrAdd(shard, _ => []), made.Rows) is { } full)
                await PutAsync(shard, full, token);
            progress.Report(Interlocked.Increment(ref done));
        });
        foreach (var (shard, rows) in waiting)
            await PutAsync(shard, rows, stop);
    }

    private static List<(string Row, TableEntity Columns)>? Take(
        List<(string Row, TableEntity Columns)> waiting, IReadOnlyList<(string Row, TableEntity Columns)> more)
    {
        lock (waiting)
        {
            var full = waiting.Count + more.Count > RowsAtOnce ? waiting.ToList() : null;
            if (full is not null)
                waiting.Clear();
            waiting.AddRange(more);
            return full;
        }
    }

    private async Task PutAsync(string shard, IReadOnlyList<(string Row, TableEntity Columns)> rows, CancellationToken stop)
    {
        var transaction = new Transaction(shard);
        foreach (var (row, columns) in rows)
            transaction.Put(row, columns);
        await transaction.SubmitAsync(table, stop);
    }
}
