using Hotline.Platform.Storage;
using Hotline.Review.Table;

namespace Hotline.Review.Tips;

/// <summary>
/// Tells for four small reads whether any list may have changed, so that an open console can ask every second: each change of a tip's
/// state, and of what is undelivered, writes its shard's pulse row in the same transaction.
/// </summary>
public sealed class QueueVersion(RoomTable table)
{
    /// <summary>The pulse as it is now.</summary>
    public async Task<Pulse> ReadAsync(CancellationToken stop)
    {
        var rows = await Task.WhenAll(table.Shards.Select(shard => table.FindAsync(shard, ReviewKeys.Pulse, stop)));
        return new Pulse(table.Shards.Zip(rows, (shard, row) => (shard, row)).ToDictionary(
            read => read.shard, read => read.row?.ETag.ToString() ?? "none"));
    }
}

/// <summary>The version of every shard's lists: as long as it is the same, so are they.</summary>
/// <param name="Versions">The version of each shard.</param>
public sealed record Pulse(IReadOnlyDictionary<string, string> Versions)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Versions.Values);
}
