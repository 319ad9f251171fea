using System.Collections.Concurrent;

namespace Hotline.Review.WorkQueue;

/// <summary>
/// The counts beside the list. They are most of what a page reads: while things happen, a page that asks by itself takes those of a few
/// seconds ago, and asks again.
/// </summary>
public sealed class QueueCounts(TipQueue queue, TimeProvider time)
{
    private static readonly TimeSpan MostRecent = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, string Count)> known = new();

    /// <summary>The counts of a few seconds ago; null when there are none.</summary>
    /// <param name="views">The index of each view.</param>
    public IReadOnlyDictionary<string, string>? Recent(IReadOnlyDictionary<string, string> views)
    {
        var oldest = time.GetUtcNow() - MostRecent;
        var found = new Dictionary<string, string>();
        foreach (var (view, index) in views)
            if (known.TryGetValue(index, out var count) && count.At > oldest)
                found[view] = count.Count;
        return found.Count == views.Count ? found : null;
    }

    /// <summary>Counts now.</summary>
    /// <param name="views">The index of each view.</param>
    /// <param name="stop">Cuts it short.</param>
    public async Task<IReadOnlyDictionary<string, string>> NowAsync(IReadOnlyDictionary<string, string> views, CancellationToken stop)
    {
        var counts = views.ToDictionary(view => view.Key, view => CountAsync(view.Value, stop));
        await Task.WhenAll(counts.Values);
        return counts.ToDictionary(count => count.Key, count => count.Value.Result);
    }

    private async Task<string> CountAsync(string index, CancellationToken stop)
    {
        var (begun, count) = (time.GetUtcNow(), await queue.CountAsync(index, stop));
        known[index] = (begun, count);
        return count;
    }
}
