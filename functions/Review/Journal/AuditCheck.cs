using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Hotline.Review.Casework;
using Hotline.Storage;
using Hotline.Tips;

namespace Hotline.Review.Journal;

/// <summary>Something that the audit found.</summary>
/// <param name="Scope">The chain.</param>
/// <param name="Number">The event; null when it is the chain or its tip.</param>
/// <param name="What">What is wrong, in a sentence.</param>
public sealed record Finding(string Scope, int? Number, string What)
{
    /// <inheritdoc/>
    public override string ToString() => Number is { } n ? $"{Scope}, event {n}: {What}" : $"{Scope}: {What}";
}

/// <summary>What an audit looked at and found.</summary>
/// <param name="Chains">How many chains.</param>
/// <param name="Events">How many events.</param>
/// <param name="Findings">What is wrong; empty when all is in order.</param>
public sealed record AuditReport(int Chains, int Events, IReadOnlyList<Finding> Findings);

/// <summary>
/// Compares the table's chains with themselves, with the copies that nobody can change, and with the states and parts that must follow
/// from them. It finds what was altered, cut off, removed or computed again, up to the last event that was copied.
/// </summary>
public sealed class AuditCheck(TableClient table, EventContainer copies, PartContainer parts)
{
    private static readonly (string From, string Before) None = ("", "");

    /// <summary>Verifies everything.</summary>
    public async Task<AuditReport> VerifyAsync(CancellationToken stop)
    {
        var copied = await CopiesAsync(stop);
        var findings = new List<Finding>();
        var (chains, events) = (0, 0);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var shard in Keys.ReviewShards)
        {
            var held = await HeldAsync(shard, Keys.EventRange, Keys.ChainRange, Keys.TipRange, stop);
            foreach (var (scope, rows) in held)
            {
                seen.Add(scope);
                chains++;
                events += rows.Events.Count;
                var found = await CheckAsync(scope, rows, copied.GetValueOrDefault(scope) ?? [], stop);
                // Somebody may have acted between two reads: what is wrong is wrong in one look as well.
                findings.AddRange(found.Count == 0
                    ? found : await CheckAsync(scope, await LookAsync(shard, scope, stop), copied.GetValueOrDefault(scope) ?? [], stop));
            }
        }

        foreach (var gone in copied.Keys.Where(scope => !seen.Contains(scope)).Order(StringComparer.Ordinal))
            findings.Add(new Finding(gone, null, "The chain is missing from the table; its copies are there."));
        return new AuditReport(chains, events, findings);
    }

    private async Task<List<Finding>> CheckAsync(string scope, HeldChain rows, SortedDictionary<int, string> copies, CancellationToken stop)
    {
        var findings = new List<Finding>();
        var previous = "";
        var length = Math.Max(
            rows.Length ?? 0, Math.Max(rows.Events.Keys.DefaultIfEmpty(-1).Max(), copies.Keys.DefaultIfEmpty(-1).Max()) + 1);
        var state = TipJournal.TipOf(scope) is { } tip ? TipState.New(tip) : null;
        for (var number = 0; number < length; number++)
        {
            var copy = copies.GetValueOrDefault(number);
            if (!rows.Events.TryGetValue(number, out var json))
            {
                findings.Add(new Finding(
                    scope, number, copy is null ? "The event is missing." : "The event is missing from the table; its copy is there."));
                json = copy;
            }
            else if (copy is not null && copy != json)
            {
                findings.Add(new Finding(scope, number, "The event differs from its copy: it was altered."));
            }

            if (json is null || Parse(json) is not { } happened)
            {
                findings.Add(new Finding(scope, number, "The event can't be read."));
                continue;
            }

            if (happened.Scope != scope || happened.Number != number)
                findings.Add(new Finding(scope, number, "The event belongs in another place."));
            if (happened.Previous != previous)
                findings.Add(new Finding(scope, number, "The event does not follow from the one before."));
            previous = AuditEvent.HashOf(json);
            if (state is not null && Apply(state, happened) is var next)
            {
                if (next is null)
                    findings.Add(new Finding(scope, number, "The event can't have happened as it says."));
                state = next ?? state;
            }
        }

        if (rows.Length is not { } said)
            findings.Add(new Finding(scope, null, "The chain's end is missing."));
        else if (said != length || rows.Hash != previous)
            findings.Add(new Finding(scope, null, $"The chain's end says {said} events; there are {length}, or its hash differs."));
        if (state is { Revision: > 0 } && (rows.State is null || !SameState(rows.State, state)))
            findings.Add(new Finding(
                scope, null, rows.State is null ? "The tip is missing." : "The tip's state is not what its events make: it was altered."));
        if (state is not null)
            findings.AddRange(await CheckPartsAsync(scope, state.Id, rows, stop));
        return findings;
    }

    private async Task<IEnumerable<Finding>> CheckPartsAsync(string scope, TipId tip, HeldChain rows, CancellationToken stop)
    {
        var findings = new List<Finding>();
        foreach (var happened in DormantTips.Standing([.. rows.Events.Values.Select(Parse).OfType<AuditEvent>()]))
        {
            if (happened.Fact("part") is not { } part || !MakesPart(happened.Act))
                continue;
            var number = happened.Number;
            var row = await table.GetEntityIfExistsAsync<TableEntity>(
                Keys.ReviewShardOf(scope), Keys.Part(tip, new PartId(part)), cancellationToken: stop);
            var blob = parts.Client.GetBlobClient(PartJournal.NameOf(tip.Value, part));
            if (!(await blob.ExistsAsync(stop)).Value)
                findings.Add(new Finding(scope, number, $"The part {part} is missing from the journal."));
            else if (row is not { HasValue: true, Value: { } found })
                findings.Add(new Finding(scope, number, $"The part {part} is missing from the table; the journal has it."));
            else if (!PartRow.IsOf(found, (await blob.DownloadContentAsync(stop)).Value.Content.ToString()))
                findings.Add(new Finding(scope, number, $"The part {part} differs from the journal's: it was altered."));
        }

        findings.AddRange(await StrangersAsync(scope, tip, rows, stop));
        return findings;
    }

    // A part's row that no event tells of was put there by somebody else; what came since the events were read is none.
    private async Task<List<Finding>> StrangersAsync(string scope, TipId tip, HeldChain rows, CancellationToken stop)
    {
        var told = rows.Events.Values.Select(Parse).OfType<AuditEvent>().Select(happened => happened.Fact("part")).ToHashSet();
        var from = Keys.PartsOf(tip).From;
        var strange = await ReadAsync(Keys.ReviewShardOf(scope), Keys.PartsOf(tip), stop)
            .Select(row => row.RowKey[from.Length..]).Where(part => !told.Contains(part)).ToListAsync(stop);
        return strange.Count > 0 && (await Chain.FindAsync(table, scope, stop)).Length == rows.Length
            ? strange.ConvertAll(part => new Finding(scope, null, $"The part {part} is in the table, and no event tells of it."))
            : [];
    }

    /// <summary>Whether an act's fact <c>part</c> names a part that came with it.</summary>
    public static bool MakesPart(Act act) => act is not (Act.Opened or Act.Downloaded or Act.Consented or Act.Compared);

    private static bool SameState(string row, TipState made)
    {
        try
        {
            // A renewed claim is no event; and a name in other letters reads the same.
            var read = TipState.Read(row);
            return read.ToJson() == row && (read with { HeldUntil = null }).ToJson() == (made with { HeldUntil = null }).ToJson();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // What was altered may say anything; null becomes a finding.
    private static TipState? Apply(TipState state, AuditEvent happened)
    {
        try
        {
            return state.Apply(happened);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static AuditEvent? Parse(string json)
    {
        try
        {
            return AuditEvent.Read(json);
        }
        catch (FormatException)
        {
            return null; // It becomes a finding.
        }
    }

    private async Task<Dictionary<string, SortedDictionary<int, string>>> CopiesAsync(CancellationToken stop)
    {
        var found = new Dictionary<string, SortedDictionary<int, string>>(StringComparer.Ordinal);
        await foreach (var blob in copies.Client.GetBlobsAsync(cancellationToken: stop))
        {
            var dot = blob.Name.LastIndexOf('.');
            var scope = blob.Name[..dot];
            if (!found.TryGetValue(scope, out var events))
                found[scope] = events = [];
            events[int.Parse(blob.Name[(dot + 1)..], System.Globalization.CultureInfo.InvariantCulture)] =
                (await copies.Client.GetBlobClient(blob.Name).DownloadContentAsync(stop)).Value.Content.ToString();
        }

        return found;
    }

    // One chain, read between two looks at its end that say the same.
    private async Task<HeldChain> LookAsync(string shard, string scope, CancellationToken stop)
    {
        while (true)
        {
            var before = await Chain.FindAsync(table, scope, stop);
            var state = TipJournal.TipOf(scope) is { } tip ? One(Keys.Tip(tip)) : None;
            var held = await HeldAsync(shard, Keys.EventsOf(scope), One(Keys.Chain(scope)), state, stop);
            if (await Chain.FindAsync(table, scope, stop) == before)
                return held.GetValueOrDefault(scope) ?? new HeldChain();
        }

        static (string From, string Before) One(string row) => (row, row + " ");
    }

    private async Task<Dictionary<string, HeldChain>> HeldAsync(
        string shard, (string, string) eventRange, (string, string) chainRange, (string, string) tipRange, CancellationToken stop)
    {
        var held = new Dictionary<string, HeldChain>(StringComparer.Ordinal);
        await foreach (var row in ReadAsync(shard, eventRange, stop))
        {
            var key = row.RowKey["event|".Length..];
            var bar = key.LastIndexOf('|');
            Of(key[..bar]).Events[int.Parse(key[(bar + 1)..], System.Globalization.CultureInfo.InvariantCulture)] = row.GetString("Event");
        }

        await foreach (var row in ReadAsync(shard, chainRange, stop))
            (Of(row.RowKey["chain|".Length..]).Length, Of(row.RowKey["chain|".Length..]).Hash) =
                (row.GetInt32("Length"), row.GetString("Hash"));
        await foreach (var row in ReadAsync(shard, tipRange, stop))
            Of(TipJournal.ScopeOf(new TipId(row.RowKey["tip|".Length..]))).State = row.GetString(StateRow.StateColumn);
        return held;

        HeldChain Of(string scope) => held.TryGetValue(scope, out var rows) ? rows : held[scope] = new HeldChain();
    }

    private AsyncPageable<TableEntity> ReadAsync(string shard, (string From, string Before) range, CancellationToken stop) =>
        table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {shard} and RowKey ge {range.From} and RowKey lt {range.Before}"),
            cancellationToken: stop);

    private sealed class HeldChain
    {
        public SortedDictionary<int, string> Events { get; } = [];

        public int? Length { get; set; }

        public string? Hash { get; set; }

        public string? State { get; set; }
    }
}

/// <summary>The container of events' copies.</summary>
public sealed record EventContainer(BlobContainerClient Client);

/// <summary>The container of parts.</summary>
public sealed record PartContainer(BlobContainerClient Client);
