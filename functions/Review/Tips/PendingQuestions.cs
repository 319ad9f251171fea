using Hotline.Contracts;
using Hotline.Platform.Storage;
using Hotline.Review.Table;
using Microsoft.Extensions.Options;

namespace Hotline.Review.Tips;

/// <summary>The tips whose reporter was asked: a plain text from that number to that line is taken for the answer for some time.</summary>
public sealed class PendingQuestions(RoomTable table, IOptions<ReviewOptions> options)
{
    /// <summary>The tip on which a number was asked last by a line, not too long before a moment; null when there is none.</summary>
    /// <param name="number">The number's lasting hash.</param>
    /// <param name="line">The line that was texted.</param>
    /// <param name="at">When.</param>
    public async Task<TipId?> FindAsync(string number, string line, DateTimeOffset at, CancellationToken stop)
    {
        var found = await Task.WhenAll(table.Shards.Select(shard => table.RangeAsync(shard, ReviewKeys.AskedOf(number, line), stop)
            .Select(StateRow.TryRead).OfType<TipState>().ToListAsync(stop).AsTask()));
        return found.SelectMany(tips => tips)
            .Where(tip => tip.AskedAt <= at && at - tip.AskedAt <= options.Value.AnsweredWithin)
            .MaxBy(tip => tip.AskedAt)?.Id;
    }
}
