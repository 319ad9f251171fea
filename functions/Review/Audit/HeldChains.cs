using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Review.Audit;

/// <summary>A chain as the table has it, and its tip's state; what is missing there is null here.</summary>
internal sealed class HeldChain
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
    public bool IsLike(HeldChain other) =>
        (Length, Hash, State, Events.Count) == (other.Length, other.Hash, other.State, other.Events.Count);

    /// <summary>The events that can be read, in their order.</summary>
    public IReadOnlyList<AuditEvent> Told() => [.. Events.Values.Select(AuditEvent.TryRead).OfType<AuditEvent>()];
}

/// <summary>Reads chains from the table as they lie there, whatever they say.</summary>
internal sealed class HeldChains(TableClient table)
{
    private static readonly (string From, string Before) None = ("", "");

    /// <summary>Every chain of a shard, one after the other, so that one alone is held at a time.</summary>
    public async IAsyncEnumerable<(string Scope, HeldChain Rows)> AllAsync(
        string shard, [EnumeratorCancellation] CancellationToken stop)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var scope in ScopesAsync(shard, stop))
            if (seen.Add(scope))
                yield return (scope, await OneAsync(shard, scope, stop));
    }

    // By each of the rows that a chain has: what is left of one whose others are gone is a finding.
    private IAsyncEnumerable<string> ScopesAsync(string shard, CancellationToken stop) =>
        NamesAsync(shard, ReviewKeys.EventRange, stop).Select(row => PlaceOf(row).Scope)
            .Concat(NamesAsync(shard, ReviewKeys.ChainRange, stop).Select(row => row["chain|".Length..]))
            .Concat(NamesAsync(shard, ReviewKeys.TipRange, stop).Select(row => TipJournal.ScopeOfRow(row["tip|".Length..])));

    private IAsyncEnumerable<string> NamesAsync(string shard, (string From, string Before) range, CancellationToken stop) =>
        ReadAsync(shard, range, stop, ["RowKey"]).Select(row => row.RowKey);

    // No number where no event of ours has such a key.
    private static (string Scope, int? Number) PlaceOf(string row)
    {
        var key = row["event|".Length..];
        var bar = key.LastIndexOf('|');
        return bar > 0 && int.TryParse(key[(bar + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (key[..bar], number) : (key, null);
    }

    /// <summary>One chain.</summary>
    public async Task<HeldChain> OneAsync(string shard, string scope, CancellationToken stop)
    {
        var state = TipJournal.TipOf(scope) is { } tip ? One(ReviewKeys.Tip(tip)) : None;
        var held = await HeldAsync(shard, ReviewKeys.EventsOf(scope), One(ReviewKeys.Chain(scope)), state, stop);
        return held.GetValueOrDefault(scope) ?? new HeldChain();

        static (string From, string Before) One(string row) => (row, row + " ");
    }

    private async Task<Dictionary<string, HeldChain>> HeldAsync(
        string shard, (string, string) eventRange, (string, string) chainRange, (string, string) tipRange, CancellationToken stop)
    {
        var held = new Dictionary<string, HeldChain>(StringComparer.Ordinal);
        await foreach (var row in ReadAsync(shard, eventRange, stop))
        {
            var (scope, number) = PlaceOf(row.RowKey);
            Of(scope).Events[number ?? -1] = number is null ? "" : row.Text("Event") ?? "";
        }

        await foreach (var row in ReadAsync(shard, chainRange, stop))
            (Of(row.RowKey["chain|".Length..]).Length, Of(row.RowKey["chain|".Length..]).Hash) =
                (row.Number("Length"), row.Text("Hash"));
        await foreach (var row in ReadAsync(shard, tipRange, stop))
            Of(TipJournal.ScopeOfRow(row.RowKey["tip|".Length..])).State = row.Text(StateRow.StateColumn) ?? "";
        return held;

        HeldChain Of(string scope) => held.TryGetValue(scope, out var rows) ? rows : held[scope] = new HeldChain();
    }

    private AsyncPageable<TableEntity> ReadAsync(
        string shard, (string From, string Before) range, CancellationToken stop, IEnumerable<string>? columns = null) =>
        table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {shard} and RowKey ge {range.From} and RowKey lt {range.Before}"),
            select: columns, cancellationToken: stop);
}
