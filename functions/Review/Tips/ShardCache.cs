using System.Collections.Concurrent;

namespace Hotline.Review.Tips;

/// <summary>
/// What was read of a shard's lists, for all consoles of this process: it holds as long as the shard's pulse is the same, so that a change
/// costs the reads of its own shard alone.
/// </summary>
/// <typeparam name="T">What was read.</typeparam>
public sealed class ShardCache<T>
{
    private const int MaxKept = 1_000;

    private readonly ConcurrentDictionary<(string Shard, string Key), (string Version, T Value)> kept = new();

    /// <summary>What was read under this pulse, or else is read now.</summary>
    /// <param name="pulse">The pulse, felt before: what changes meanwhile has another.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="key">What of it.</param>
    /// <param name="read">Reads it.</param>
    public async Task<T> GetAsync(Pulse pulse, string shard, string key, Func<Task<T>> read)
    {
        var version = pulse.Versions[shard];
        if (kept.TryGetValue((shard, key), out var known) && known.Version == version)
            return known.Value;
        var value = await read();
        if (kept.Count >= MaxKept)
            kept.Clear();
        kept[(shard, key)] = (version, value);
        return value;
    }
}
