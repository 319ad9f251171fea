using System.Collections.Concurrent;
using Azure;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Review.Audit;

/// <summary>
/// Compares the table's chains with themselves, with the copies that nobody can change, and with the states, parts and lists that must
/// follow from them. It finds what was altered, cut off, removed or computed again, up to the last event that was copied; and, where copies
/// or acceptance stopped, that they did.
/// </summary>
public sealed class AuditCheck(RoomTable table, EventContainer copies, PartContainer parts, TimeProvider time)
{
    // However busy a tip is, at last nobody acts between two looks at it.
    private const int MaxTries = 100;
    private const int MaxMissing = 1000;
    private const int CopiesAtOnce = 8;

    private readonly StoredChains chains = new(table);
    private readonly TipConsistencyCheck beside = new(table, parts);

    /// <summary>Verifies everything, one chain after the other: what is held of all the others is their names.</summary>
    public async Task<AuditReport> VerifyAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var copied = await CopiedAsync(stop);
        var findings = new List<Finding>();
        var (copiedUntil, named) = (now, new NamedParts());
        var (count, events) = (0, 0);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var shard in ReviewKeys.ReviewShards)
        {
            await foreach (var (scope, rows) in chains.AllAsync(shard, stop))
            {
                seen.Add(scope);
                count++;
                events += rows.Events.Count;
                var copies = await CopiesAsync(scope, copied.GetValueOrDefault(scope) ?? [], stop);
                named.Add(scope, [.. rows.Readable(), .. ReadableOf(copies)]);
                var waiting = MissingCopies.Of(scope, rows, copies);
                if (waiting.Any && time.GetUtcNow() - now > MissingCopies.Patience / 2)
                {
                    // The list of copies is older than some events by now.
                    copies = await CopiesAsync(scope, [.. rows.Events.Keys.Where(number => number >= 0)], stop);
                    waiting = MissingCopies.Of(scope, rows, copies);
                }

                copiedUntil = waiting.Since < copiedUntil ? waiting.Since : copiedUntil;
                findings.AddRange(waiting.Findings(time.GetUtcNow()));
                var found = await CheckAsync(scope, rows, copies, stop);
                findings.AddRange(found.Count == 0 ? found : await CheckAloneAsync(shard, scope, copies, stop));
            }
        }

        foreach (var gone in copied.Keys.Where(scope => !seen.Contains(scope)).Order(StringComparer.Ordinal))
        {
            named.Add(gone, ReadableOf(await CopiesAsync(gone, copied[gone], stop)));
            findings.Add(new Finding(gone, null, "The chain is missing from the table; its copies are there."));
        }

        findings.AddRange(await named.MissingAsync(parts, now, stop));
        return new AuditReport(count, events, findings, copiedUntil);
    }

    private static IEnumerable<LedgerEvent> ReadableOf(SortedDictionary<int, string> copies) =>
        copies.Values.Select(LedgerEvent.TryRead).OfType<LedgerEvent>();

    // Somebody may have acted between two reads: what is wrong is wrong as well while the chain stays as it is.
    private async Task<List<Finding>> CheckAloneAsync(
        string shard, string scope, SortedDictionary<int, string> copies, CancellationToken stop)
    {
        var rows = await chains.OneAsync(shard, scope, stop);
        for (var tries = 0; ; tries++)
        {
            var found = await CheckAsync(scope, rows, copies, stop);
            var after = await chains.OneAsync(shard, scope, stop);
            if (found.Count == 0 || after.IsLike(rows) || tries == MaxTries)
                return found;
            rows = after;
        }
    }

    private async Task<List<Finding>> CheckAsync(string scope, StoredChain rows, SortedDictionary<int, string> copies, CancellationToken stop)
    {
        var findings = new List<Finding>();
        var previous = "";
        // Whatever number a row was given: what is far from all others is told by the chain's end.
        var length = Math.Min(
            Math.Max(rows.Events.Keys.DefaultIfEmpty(-1).Max(), copies.Keys.DefaultIfEmpty(-1).Max()) + 1L,
            rows.Events.Count + copies.Count + MaxMissing);
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

            if (json is null || LedgerEvent.TryRead(json) is not { } happened)
            {
                findings.Add(new Finding(scope, number, "The event can't be read."));
                continue;
            }

            if (happened.Scope != scope || happened.Number != number)
                findings.Add(new Finding(scope, number, "The event belongs in another place."));
            if (happened.Previous != previous)
                findings.Add(new Finding(scope, number, "The event does not follow from the one before."));
            previous = LedgerEvent.HashOf(json);
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
            findings.AddRange(await beside.CheckAsync(scope, state, rows, stop));
        return findings;
    }

    /// <summary>Whether a row holds the state that a tip's events make.</summary>
    internal static bool SameState(string? row, TipState made)
    {
        try
        {
            // A renewed claim is no event; and a name in other letters reads the same.
            var read = TipState.Read(row);
            return read.ToJson() == row && (read with { HeldUntil = null }).ToJson() == (made with { HeldUntil = null }).ToJson();
        }
        catch (AlteredException)
        {
            return false;
        }
    }

    // What was altered may say anything; null becomes a finding.
    private static TipState? Apply(TipState state, LedgerEvent happened)
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

    private async Task<Dictionary<string, List<int>>> CopiedAsync(CancellationToken stop)
    {
        var found = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        await foreach (var blob in copies.Client.GetBlobsAsync(cancellationToken: stop))
        {
            if (EventCopies.PlaceOf(blob.Name) is not (var scope, var number) || EventCopies.IdOf(scope, number) != blob.Name)
                continue;
            if (!found.TryGetValue(scope, out var numbers))
                found[scope] = numbers = [];
            numbers.Add(number);
        }

        return found;
    }

    private async Task<SortedDictionary<int, string>> CopiesAsync(string scope, List<int> numbers, CancellationToken stop)
    {
        var found = new ConcurrentDictionary<int, string>();
        await Parallel.ForEachAsync(
            numbers, new ParallelOptions { MaxDegreeOfParallelism = CopiesAtOnce, CancellationToken = stop },
            async (number, token) =>
            {
                try
                {
                    found[number] = (await copies.Client.GetBlobClient(EventCopies.IdOf(scope, number)).DownloadContentAsync(token))
                        .Value.Content.ToString();
                }
                catch (RequestFailedException e) when (e.Status == 404)
                {
                    // None, which is found where the chain is compared.
                }
            });
        return new SortedDictionary<int, string>(found);
    }
}
