using Azure;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Review.Table;

namespace Hotline.Review.Ledger;

/// <summary>The end of a chain, as it was read.</summary>
/// <param name="Scope">The chain.</param>
/// <param name="Length">How many events it has.</param>
/// <param name="Hash">The last one's hash; empty when there is none.</param>
/// <param name="Read">The row's version; null when there is no row yet.</param>
public sealed record Chain(string Scope, int Length, string Hash, ETag? Read)
{
    /// <summary>Reads the end of a chain.</summary>
    /// <exception cref="AlteredException">It was changed.</exception>
    public static async Task<Chain> FindAsync(RoomTable table, string scope, CancellationToken stop)
    {
        return await table.FindAsync(ReviewKeys.ReviewShardOf(scope), ReviewKeys.Chain(scope), stop) is { } found
            ? new Chain(
                scope, found.Number("Length") ?? throw new AlteredException("A chain's end does not say how long it is."),
                found.Text("Hash") ?? "", found.ETag)
            : new Chain(scope, 0, "", null);
    }

    /// <summary>The events that follow when this happens now.</summary>
    public IReadOnlyList<LedgerEvent> Follow(IEnumerable<NewEvent> happened, Actor actor, DateTimeOffset at)
    {
        var events = new List<LedgerEvent>();
        foreach (var happening in happened)
            events.Add(new LedgerEvent(
                Scope, Length + events.Count, at, actor.Id, actor.Name, happening.Act, actor.Address, happening.ToFacts(),
                events.Count == 0 ? Hash : LedgerEvent.HashOf(events[^1].ToJson())));
        return events;
    }

    /// <summary>Adds events to a transaction: their rows, the chain's new end, and their copies to the immutable container.</summary>
    public void AddTo(Transaction transaction, IReadOnlyList<LedgerEvent> events)
    {
        var hash = Hash;
        foreach (var happened in events)
        {
            var json = happened.ToJson();
            hash = LedgerEvent.HashOf(json);
            transaction
                .Insert(ReviewKeys.Event(Scope, happened.Number), Columns(json))
                .Announce(new OutboxMessage(
                    Queues.Events, EventCopies.IdOf(Scope, happened.Number), json, "application/json", happened.At));
        }

        var end = new TableEntity { { "Length", Length + events.Count }, { "Hash", hash } };
        _ = Read is { } read ? transaction.Change(ReviewKeys.Chain(Scope), end, read) : transaction.Insert(ReviewKeys.Chain(Scope), end);
    }

    /// <summary>The columns of an event's row.</summary>
    public static TableEntity Columns(string json) => new() { { "Event", json } };
}
