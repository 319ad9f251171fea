using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Hotline.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Hotline.Review.WorkQueue;

/// <summary>
/// Tells an open console for four small reads whether a list may have changed, so that it can ask every second: each change of a tip's
/// state writes its shard's pulse row in the same transaction.
/// </summary>
public sealed class QueuePulse(TableClient table, TimeProvider time)
{
    /// <summary>
    /// The tag of a list as it stands now: of the pulses, of the address, and of the minute, since the page says how long ago things were. Take it
    /// before the list is read, so that what changes meanwhile changes the next one.
    /// </summary>
    public async Task<string> TagAsync(HttpRequest request, CancellationToken stop)
    {
        var rows = await Task.WhenAll(Keys.ReviewShards.Select(shard =>
            table.GetEntityIfExistsAsync<TableEntity>(shard, Keys.Pulse, cancellationToken: stop)));
        var pulses = rows.Select(row => row is { HasValue: true, Value: { } found } ? found.ETag.ToString() : "");
        var minute = time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute;
        var text = $"{string.Join(' ', pulses)} {request.GetEncodedPathAndQuery()} {minute}";
        return $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(..12))}\"";
    }
}
