using System.Collections.Concurrent;

namespace Hotline.Review.WorkQueue;

/// <summary>
/// The counts beside the list, which are most of what a page reads. Pages that ask by themselves share them: as long as the pulse is the
/// same they are those of now, and while things happen those of a few seconds ago will do.
/// </summary>
public sealed class QueueCounts(TipQueue queue, TimeProvider time)
{
    private static readonly TimeSpan MostRecent = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<string, Counted> known = new();

    /// <summary>Counts that somebody has made already; null where there are none, or too old ones.</summary>
    /// <param name="views">The index of each view.</param>
    /// <param name="pulse">The pulse that was felt before.</param>
    /// <returns>The counts, and whether all are those of this pulse.</returns>
    public (IReadOnlyDictionary<QueueView, TipCount> Counts, bool OfNow)? Find(IReadOnlyDictionary<QueueView, string> views, string pulse)
    {
        var oldest = time.GetUtcNow() - MostRecent;
        var found = new Dictionary<QueueView, Counted>();
        foreach (var (view, index) in views)
            if (known.TryGetValue(index, out var count) && (count.Pulse == pulse || count.At > oldest))
                found[view] = count;
        return found.Count == views.Count
            ? (found.ToDictionary(count => count.Key, count => count.Value.Count), found.Values.All(count => count.Pulse == pulse))
            : null;
    }

    /// <summary>Counts now.</summary>
    /// <param name="views">The index of each view.</param>
    /// <param name="pulse">The pulse that was felt before: what changes meanwhile has another.</param>
    public async Task<IReadOnlyDictionary<QueueView, TipCount>> NowAsync(
        IReadOnlyDictionary<QueueView, string> views, string pulse, CancellationToken stop)
    {
        var counts = views.ToDictionary(view => view.Key, view => CountAsync(view.Value, pulse, stop));
        await Task.WhenAll(counts.Values);
        return counts.ToDictionary(count => count.Key, count => count.Value.Result);
    }

    private async Task<TipCount> CountAsync(string index, string pulse, CancellationToken stop)
    {
        var counted = new Counted(time.GetUtcNow(), pulse, await queue.CountAsync(index, stop));
        known[index] = counted;
        return counted.Count;
    }

    private sealed record Counted(DateTimeOffset At, string Pulse, TipCount Count);
}
