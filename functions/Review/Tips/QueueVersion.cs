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
    public async Task<string> ReadAsync(CancellationToken stop)
    {
        var rows = await Task.WhenAll(table.Shards.Select(shard => table.FindAsync(shard, ReviewKeys.Pulse, stop)));
        return string.Join(' ', rows.Select(row => row?.ETag.ToString() ?? "none"));
    }
}
