using System.Security.Cryptography;
using System.Text;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Review.Undelivered;

/// <summary>
/// What could not be delivered: each message is a chain of its own, so that it can be made again and nobody sets one aside unseen.
/// </summary>
/// <param name="table">Review's table.</param>
/// <param name="chains">Appends to a message's chain.</param>
/// <param name="journal">Keeps the bodies.</param>
/// <param name="parts">Where they are.</param>
/// <param name="mac">Review's mark on its own messages.</param>
/// <param name="time">The clock.</param>
public sealed class UndeliveredDesk(
    RoomTable table, ChainWriter chains, PartJournal journal, PartContainer parts, ReviewMac mac, TimeProvider time)
{
    // What others wrote into a message's properties is shown, and must fit an event.
    private const int MaxSaid = 300;

    // The outbox's column, as Transaction holds it.
    private const int MaxBody = 32 * 1024;

    // What was sent again has failed or arrived by then: it is tried for two days.
    private static readonly TimeSpan OnItsWay = TimeSpan.FromDays(3);

    /// <summary>Keeps a message of the queue <c>rejected</c>. One that comes again after a redrive waits again.</summary>
    /// <returns>Whether it waits from now on; false where it did before.</returns>
    public async Task<bool> KeepAsync(QueueMessage message, CancellationToken stop)
    {
        var (source, reason, rejected) = (Said("source"), Said("reason"), Said("rejected"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message.Body)).AsSpan(..8));
        var id = $"{hash}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message.Id)).AsSpan(..8))}";
        var body = await journal.KeepAsync(PartJournal.Undelivered, id, message.Body, stop);
        return await ActAsync(
            id, Actor.Line,
            happened => happened.Count > 0 && (happened[^1].Act == EventKind.Undelivered
                || happened.Any(e => (e.What as UndeliveredEvent)?.Rejected == rejected))
                ? null
                : new UndeliveredEvent(
                    message.Id, source ?? Queues.Tips, reason ?? "No reason was given.", rejected, message.Attempt,
                    Said(QueueMessage.MacName)),
            body, null, stop);

        string? Said(string name) => message.Properties.GetValueOrDefault(name) is { } said ? said[..Math.Min(said.Length, MaxSaid)] : null;
    }

    /// <summary>What may still come of it: those that wait, and those that were sent again in the last days, with their bodies.</summary>
    public async Task<IReadOnlyList<UndeliveredMessage>> ComingAsync(CancellationToken stop)
    {
        var coming = new List<UndeliveredMessage>();
        foreach (var range in new[] { ReviewKeys.AllUndelivered, ReviewKeys.AllSettled })
            await foreach (var row in table.EachShardAsync(range, stop))
                if (UndeliveredMessage.From(row) is var message
                    && (message.IsWaiting || (message.IsRedriven && time.GetUtcNow() - row.Timestamp < OnItsWay)))
                    coming.Add(message.Body is null ? message with { Body = await BodyAsync(message.Id, stop) } : message);
        return coming;
    }

    /// <summary>Whether a message may be sent again.</summary>
    public bool MayBeSentAgain(UndeliveredMessage message) => message.MayBeSentAgain(mac);

    private async Task<string> BodyAsync(string id, CancellationToken stop) =>
        (await parts.Client.GetBlobClient(PartJournal.NameOf(PartJournal.Undelivered, id)).DownloadContentAsync(stop))
            .Value.Content.ToString();

    /// <summary>Sends it to its queue again, its attempts counted from the start: the row and the message are one transaction.</summary>
    /// <exception cref="ConflictException">It does not wait any more, or it may not be sent there.</exception>
    public Task RedriveAsync(string id, string reason, Actor actor, CancellationToken stop) =>
        SettleAsync(id, why => new RedrivenEvent(why), Again, reason, actor, stop);

    /// <summary>Sets it aside, with a reason: it stays, and is listed no more.</summary>
    /// <exception cref="ConflictException">It does not wait any more, or no reason was given.</exception>
    public Task SetAsideAsync(string id, string reason, Actor actor, CancellationToken stop) => string.IsNullOrWhiteSpace(reason)
        ? throw new ConflictException("Say why it is set aside.")
        : SettleAsync(id, why => new SetAsideEvent(why), null, reason, actor, stop);

    private async Task SettleAsync(
        string id, Func<string?, NewEvent> settled, Func<UndeliveredMessage, string, OutboxMessage>? announce, string reason, Actor actor,
        CancellationToken stop)
    {
        if (reason.Trim().Length > MaxSaid)
            throw new ConflictException($"Say why in {MaxSaid} characters.");
        var blob = parts.Client.GetBlobClient(PartJournal.NameOf(PartJournal.Undelivered, id));
        var body = (await blob.ExistsAsync(stop)).Value
            ? (await blob.DownloadContentAsync(stop)).Value.Content.ToString()
            : throw new ConflictException("There is no such message.");
        await ActAsync(
            id, actor,
            happened => happened.Count > 0 && happened[^1].Act == EventKind.Undelivered
                ? settled(reason.Trim() is { Length: > 0 } why ? why : null)
                : throw new ConflictException("Somebody has dealt with it already."),
            body,
            announce is null ? null : came => announce(came, body),
            stop);
    }

    private OutboxMessage Again(UndeliveredMessage came, string body) => !came.MayBeSentAgain(mac)
        ? throw new ConflictException("It can't be sent again: Review can't tell that it came from where it says. Set it aside.")
        : body.Length > MaxBody
        ? throw new ConflictException("It can't be sent again: it is longer than any message of the line. Set it aside.")
        : new OutboxMessage(
            came.Source, Transaction.IsKey(OutboxKeys.Of(came.Source, came.Message)) ? came.Message : came.Id, body,
            Envelope.ContentType, time.GetUtcNow());

    private Task<bool> ActAsync(
        string id, Actor actor, Func<IReadOnlyList<LedgerEvent>, NewEvent?> decide, string body,
        Func<UndeliveredMessage, OutboxMessage>? announce, CancellationToken stop) => chains.AppendAsync<bool>(
        UndeliveredMessage.ScopeOf(id), actor,
        async (chain, token) =>
        {
            var happened = await EventsAsync(chain.Scope, token);
            return new(decide(happened) is { } happening ? [happening] : [], Write, false);

            bool Write(Transaction transaction, IReadOnlyList<LedgerEvent> events)
            {
                var message = UndeliveredMessage.Make(id, [.. happened, .. events], body);
                transaction.Put(message.Row, message.ToColumns()).Put(ReviewKeys.Pulse, []);
                if (happened.Count > 0)
                    transaction.Remove(UndeliveredMessage.Make(id, happened, body).Row);
                if (announce is not null)
                    transaction.Announce(announce(message));
                return true;
            }
        },
        "Too many act on this message at once.", stop);

    private async Task<List<LedgerEvent>> EventsAsync(string scope, CancellationToken stop) =>
        await table.RangeAsync(ReviewKeys.ReviewShardOf(scope), ReviewKeys.EventsOf(scope), stop)
            .Select(row => LedgerEvent.Read(row.GetString("Event"))).ToListAsync(stop);
}
