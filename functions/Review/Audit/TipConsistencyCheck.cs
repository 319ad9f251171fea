using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Retention;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Review.Audit;

/// <summary>Compares what lies beside a tip's chain with what the chain tells: its parts, and its rows in the lists.</summary>
internal sealed class TipConsistencyCheck(RoomTable table, PartContainer parts)
{
    /// <summary>Checks it all.</summary>
    /// <param name="scope">The chain.</param>
    /// <param name="made">The state that its events make.</param>
    /// <param name="rows">The chain as it was read.</param>
    public async Task<IEnumerable<Finding>> CheckAsync(string scope, TipState made, StoredChain rows, CancellationToken stop)
    {
        var events = rows.Readable();
        return
        [
            .. await PartsAsync(scope, made.Id, events, stop),
            .. await StrangersAsync(scope, made.Id, events, stop),
            // The lists follow the tip's own row; where that one is altered, it is a finding already.
            .. AuditCheck.SameState(rows.State, made) ? await ListsAsync(scope, made, stop) : [],
        ];
    }

    private async Task<List<Finding>> PartsAsync(string scope, TipId tip, IReadOnlyList<LedgerEvent> events, CancellationToken stop)
    {
        var findings = new List<Finding>();
        foreach (var happened in DormantTipSweep.Standing(events))
        {
            if (happened.What is not NewPartEvent { Part: { } part })
                continue;
            var number = happened.Number;
            var row = await FindAsync(scope, ReviewKeys.Part(tip, part), stop);
            var blob = parts.Client.GetBlobClient(PartJournal.NameOf(tip.Value, part.Value));
            if (!(await blob.ExistsAsync(stop)).Value)
                findings.Add(new Finding(scope, number, $"The part {part} is missing from the journal."));
            else if (row is null)
                findings.Add(new Finding(scope, number, $"The part {part} is missing from the table; the journal has it."));
            else if (!PartRow.IsOf(row, (await blob.DownloadContentAsync(stop)).Value.Content.ToString()))
                findings.Add(new Finding(scope, number, $"The part {part} differs from the journal's: it was altered."));
        }

        return findings;
    }

    // A part's row that no event tells of was put there by somebody else.
    private async Task<List<Finding>> StrangersAsync(string scope, TipId tip, IReadOnlyList<LedgerEvent> events, CancellationToken stop)
    {
        var known = events.Select(happened => (happened.What as PartEvent)?.Part?.Value).ToHashSet();
        return await table.RangeAsync(ReviewKeys.ReviewShardOf(scope), ReviewKeys.PartsOf(tip), stop, new RangeQuery("RowKey"))
            .Select(row => ReviewKeys.PartsOf(tip).Rest(row.RowKey)).Where(part => !known.Contains(part))
            .Select(part => new Finding(scope, null, $"The part {part} is in the table, and no event tells of it.")).ToListAsync(stop);
    }

    // A tip that is in no list is there, and nobody finds it.
    private async Task<List<Finding>> ListsAsync(string scope, TipState made, CancellationToken stop)
    {
        var findings = new List<Finding>();
        foreach (var index in StateRow.IndexOf(made))
        {
            var (list, row) = (ReviewKeys.ListOf(index), await FindAsync(scope, index, stop));
            if (row is null)
                findings.Add(new Finding(scope, null, $"The tip is missing from the list {list}."));
            else if (!AuditCheck.SameState(row.Text(StateRow.StateColumn), made))
                findings.Add(new Finding(scope, null, $"The list {list} does not show the tip as it is: its row was altered."));
        }

        return findings;
    }

    private Task<TableEntity?> FindAsync(string scope, string row, CancellationToken stop) =>
        table.FindAsync(ReviewKeys.ReviewShardOf(scope), row, stop);
}
