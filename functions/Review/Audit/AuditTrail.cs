using System.Globalization;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Review.Audit;

/// <summary>Reads the chains, for auditors.</summary>
public sealed class AuditTrail(RoomTable table)
{
    /// <summary>How many events a page of it has at most.</summary>
    public const int MaxEvents = 200;

    /// <summary>
    /// The latest events of a tip's chain, or of what a person did on a day outside any tip; of the whole line where neither is named.
    /// </summary>
    /// <param name="tip">The tip; null for none.</param>
    /// <param name="who">A part of the person's name or id; null for everybody.</param>
    /// <param name="day">The day; null for all.</param>
    /// <param name="until">Only events of this moment or earlier; null for all.</param>
    public async Task<IReadOnlyList<LedgerEvent>> ReadAsync(
        string? tip, string? who, DateOnly? day, DateTimeOffset? until, CancellationToken stop)
    {
        var found = new List<LedgerEvent>();
        // The service's own time stamp narrows the read to the day; the event's own time decides.
        var since = day is { } wanted
            ? new DateTimeOffset(wanted.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : DateTimeOffset.UnixEpoch;
        var query = new RangeQuery { Where = RowCondition.Since("Timestamp", since) };
        var scope = tip is null ? null : TipJournal.ScopeOf(TipId.OrNone(tip));
        var rows = scope is null ? table.EachShardAsync(ReviewKeys.EventRange, stop, query)
            : table.RangeAsync(ReviewKeys.ReviewShardOf(scope), ReviewKeys.EventsOf(scope), stop, query);
        await foreach (var row in rows)
            if (LedgerEvent.TryRead(row.Text("Event")) is { } happened && Matches(happened, who, day)
                && (until is null || happened.At <= until))
                found.Add(happened);
        return [.. found.OrderByDescending(happened => happened.At).ThenByDescending(happened => happened.Number).Take(MaxEvents)];
    }

    /// <summary>
    /// Until when all events are copied, as the outbox says: its oldest copy that waits, or now. Verifying looks at the copies themselves.
    /// </summary>
    public async Task<DateTimeOffset> CopiedUntilAsync(DateTimeOffset now, CancellationToken stop)
    {
        var until = now;
        await foreach (var row in table.EachShardAsync(OutboxKeys.OfQueue(Queues.Events), stop, new RangeQuery(nameof(OutboxMessage.At))))
            until = row.Time(nameof(OutboxMessage.At)) is { } at && at < until ? at : until;
        return until;
    }

    private static bool Matches(LedgerEvent happened, string? who, DateOnly? day) =>
        (day is null || DateOnly.FromDateTime(happened.At.UtcDateTime) == day)
        && (who is null || happened.Who == who
            || CultureInfo.InvariantCulture.CompareInfo.IndexOf(happened.Name, who, CompareOptions.IgnoreCase) >= 0);
}
