using System.Runtime.CompilerServices;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Review.Audit;

/// <summary>A chain as the table has it, and its tip's state; what is missing there is null here.</summary>
internal sealed class StoredChain
{
    /// <summary>The events' JSON by number.</summary>
    public SortedDictionary<int, string> Events { get; } = [];

    /// <summary>How many events its end says there are.</summary>
    public int? Length { get; set; }

    /// <summary>The hash of the last, as its end says.</summary>
    public string? Hash { get; set; }

    /// <summary>The tip's state.</summary>
    public string? State { get; set; }

    /// <summary>Whether nobody acted between this look and another; one that fell into an act has events and end that do not fit.</summary>
    public bool IsLike(StoredChain other) =>
        (Length, Hash, State, Events.Count) == (other.Length, other.Hash, other.State, other.Events.Count);

    /// <summary>The events that can be read, in their order.</summary>
    public IReadOnlyList<LedgerEvent> Readable() => [.. Events.Values.Select(LedgerEvent.TryRead).OfType<LedgerEvent>()];
}

/// <summary>Reads chains from the table as they lie there, whatever they say.</summary>
internal sealed class StoredChains(RoomTable table)
{
    /// <summary>Every chain of a shard, one after the other, so that one alone is held at a time.</summary>
    public async IAsyncEnumerable<(string Scope, StoredChain Rows)> AllAsync(
        string shard, [EnumeratorCancellation] CancellationToken stop)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var scope in ScopesAsync(shard, stop))
            if (seen.Add(scope))
                yield return (scope, await OneAsync(shard, scope, stop));
    }

    // By each of the rows that a chain has: what is left of one whose others are gone is a finding.
    private IAsyncEnumerable<string> ScopesAsync(string shard, CancellationToken stop) =>
        NamesAsync(shard, ReviewKeys.EventRange, stop).Select(row => ReviewKeys.EventAt(row).Scope)
            .Concat(NamesAsync(shard, ReviewKeys.ChainRange, stop).Select(ReviewKeys.ChainRange.Rest))
            .Concat(NamesAsync(shard, ReviewKeys.TipRange, stop)
                .Select(row => TipJournal.ScopeOfRow(ReviewKeys.TipRange.Rest(row))));

    private IAsyncEnumerable<string> NamesAsync(string shard, KeyRange range, CancellationToken stop) =>
        table.RangeAsync(shard, range, stop, new RangeQuery("RowKey")).Select(row => row.RowKey);

    public async Task<StoredChain> OneAsync(string shard, string scope, CancellationToken stop)
    {
        var held = new StoredChain();
        await foreach (var row in table.RangeAsync(shard, ReviewKeys.EventsOf(scope), stop))
            if (ReviewKeys.EventAt(row.RowKey) is (var of, { } number) && of == scope)
                held.Events[number] = row.Text("Event") ?? "";
        if (await table.FindAsync(shard, ReviewKeys.Chain(scope), stop) is { } end)
            (held.Length, held.Hash) = (end.Number("Length"), end.Text("Hash"));
        if (TipJournal.TipOf(scope) is { } tip && await table.FindAsync(shard, ReviewKeys.Tip(tip), stop) is { } state)
            held.State = state.Text(StateRow.StateColumn) ?? "";
        return held;
    }
}
