using System.Globalization;
using Hotline.Contracts;
using Hotline.Platform.Storage;
using Hotline.Review.Table;

namespace Hotline.Review.Undelivered;

/// <summary>
/// Reads the lists of what could not be delivered, without the bodies: a thousand messages are one small answer of storage, however long
/// they are.
/// </summary>
public sealed class UndeliveredRows(RoomTable table)
{
    private static readonly RangeQuery WithoutBody = new(
        "PartitionKey", "RowKey", nameof(UndeliveredMessage.Message), nameof(UndeliveredMessage.Source), nameof(UndeliveredMessage.Reason),
        nameof(UndeliveredMessage.At), nameof(UndeliveredMessage.Attempts), nameof(UndeliveredMessage.State),
        nameof(UndeliveredMessage.Mac), nameof(UndeliveredMessage.Size));

    /// <summary>What the waiting messages wait for, the most frequent first.</summary>
    public async Task<IReadOnlyList<UndeliveredCause>> CausesAsync(CancellationToken stop)
    {
        var causes = new Dictionary<string, UndeliveredCause>();
        await foreach (var message in AllAsync(settled: false, stop))
            causes[message.Cause] = causes.TryGetValue(message.Cause, out var cause)
                ? cause with { Count = cause.Count + 1, Since = message.At < cause.Since ? message.At : cause.Since }
                : new UndeliveredCause(message.Source, message.Reason, 1, message.At);
        return [.. causes.Values.OrderByDescending(cause => cause.Count).ThenBy(cause => cause.Since)];
    }

    /// <summary>A page of the messages that wait, the oldest first, or of those that were settled, the latest first.</summary>
    /// <param name="settled">Whether of those that were sent again or set aside.</param>
    /// <param name="after"><see cref="UndeliveredSlice.Next"/> of the page before; null for the first.</param>
    /// <param name="size">How many at most.</param>
    /// <returns>
    /// The bodies are left out but of what says that it came from Review, which is known by them alone.
    /// </returns>
    public async Task<UndeliveredSlice> PageAsync(bool settled, string? after, int size, CancellationToken stop)
    {
        var found = await AllAsync(settled, stop)
            .Where(message => after is null || string.CompareOrdinal(PlaceOf(message), after) > 0)
            .OrderBy(PlaceOf, StringComparer.Ordinal).Take(size + 1).ToListAsync(stop);
        var page = found.Take(size).ToList();
        for (var n = 0; n < page.Count; n++)
            if (page[n].Source == Queues.Review)
                page[n] = page[n] with { Body = await BodyAsync(page[n], stop) };
        return new UndeliveredSlice(page, found.Count > size ? PlaceOf(page[^1]) : null);

        // Settled ones count down.
        string PlaceOf(UndeliveredMessage message) => string.Create(
            CultureInfo.InvariantCulture,
            $"{(settled ? DateTimeOffset.MaxValue.UtcTicks - message.At.UtcTicks : message.At.UtcTicks):D19}-{message.Id}");
    }

    /// <summary>The messages that wait, or those that were settled, in no order and without bodies.</summary>
    public IAsyncEnumerable<UndeliveredMessage> AllAsync(bool settled, CancellationToken stop) =>
        table.EachShardAsync(settled ? ReviewKeys.AllSettled : ReviewKeys.AllUndelivered, stop, WithoutBody)
            .Select(UndeliveredMessage.From);

    // Somebody may have settled it meanwhile.
    private async Task<string?> BodyAsync(UndeliveredMessage message, CancellationToken stop)
    {
        var row = await table.FindAsync(
            ReviewKeys.ReviewShardOf(message.Scope), message.Row, stop, nameof(UndeliveredMessage.Body));
        return row?.GetString(nameof(UndeliveredMessage.Body));
    }
}

/// <summary>A page of undelivered messages.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="Next">What to ask the next page with; null when this is the last.</param>
public sealed record UndeliveredSlice(IReadOnlyList<UndeliveredMessage> Messages, string? Next);
