using Hotline.Review.Ledger;

namespace Hotline.Review.Audit;

/// <summary>The events of a chain that have no copy: whoever alters one of them, and computes the chain again, is not found out.</summary>
/// <param name="scope">The chain.</param>
/// <param name="events">Those that have none, the first one first.</param>
internal sealed class MissingCopies(string scope, IReadOnlyList<(int Number, DateTimeOffset At)> events)
{
    // A copy is made at once, or by the sweep half a minute later: this leaves room for a short outage, and for clocks that differ.
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>When the first of them happened; the end of time where there are none.</summary>
    public DateTimeOffset Since => events.Select(one => one.At).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();

    /// <summary>Whether any has none.</summary>
    public bool Any => events.Count > 0;

    /// <summary>Compares a chain with its copies.</summary>
    public static MissingCopies Of(string scope, StoredChain rows, SortedDictionary<int, string> copies) => new(
        scope,
        [
            .. from row in rows.Events
               let happened = LedgerEvent.TryRead(row.Value)
               where row.Key >= 0 && !copies.ContainsKey(row.Key) && happened is not null
               select (row.Key, happened!.At),
        ]);

    /// <summary>
    /// One finding where they should have been copied by now. An event of the future was given its time by somebody else.
    /// </summary>
    public IEnumerable<Finding> Findings(DateTimeOffset now)
    {
        var late = events.Where(one => (now - one.At).Duration() > Patience).ToList();
        if (late.Count > 0)
            yield return new Finding(
                scope, late[0].Number,
                late.Count == 1 ? "The event is not yet copied." : $"The event and {late.Count - 1} more of the chain are not yet copied.",
                FindingKind.NotYetCopied);
    }
}
