using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Review.Table;

namespace Hotline.Review.Ledger;

/// <summary>
/// The one way to lengthen a chain: read its end, decide, and add the events with whatever follows from them in one transaction. Two
/// writers at once meet at the chain's end; the later one reads again and decides again.
/// </summary>
public sealed class ChainWriter(RoomTable table, Outbox outbox, TimeProvider time)
{
    private const int MaxTries = 60;

    /// <summary>Appends what is decided.</summary>
    /// <param name="scope">The chain.</param>
    /// <param name="actor">Who acts.</param>
    /// <param name="decide">
    /// What happens, given the chain's end; it may be asked again, and may refuse by throwing. What it reads it reads behind that end.
    /// </param>
    /// <param name="exhausted">What to say when too many appended at once.</param>
    /// <exception cref="NotYetException">Too many appended at once.</exception>
    public Task<T> AppendAsync<T>(
        string scope, Actor actor, Func<Chain, CancellationToken, ValueTask<ChainStep<T>>> decide, string exhausted,
        CancellationToken stop) =>
        OptimisticRetry.RunAsync(token => TryAppendAsync(scope, actor, decide, token), MaxTries, exhausted, time, stop);

    private async ValueTask<Attempt<T>> TryAppendAsync<T>(
        string scope, Actor actor, Func<Chain, CancellationToken, ValueTask<ChainStep<T>>> decide, CancellationToken stop)
    {
        var chain = await Chain.FindAsync(table, scope, stop);
        var step = await decide(chain, stop);
        if (step.Happened.Count == 0)
            return Attempt.Done(step.Otherwise);
        var transaction = new Transaction(ReviewKeys.ReviewShardOf(scope));
        // A conflict is told by its row's index, and the marker's is the first.
        if (step.Marker is { } marker)
            transaction.Insert(marker.Row, marker.Columns);
        var events = chain.Follow(step.Happened, actor, time.GetUtcNow());
        chain.AddTo(transaction, events);
        var result = step.Write(transaction, events);
        var conflict = await outbox.CommitAsync(transaction, stop);
        if (conflict is null)
            return Attempt.Done(result);
        if (conflict != 0 || step.Marker is null)
            return Attempt.Lost<T>();
        await outbox.SendEarlierAttemptAsync(transaction, stop);
        return Attempt.Done(step.Otherwise);
    }
}

/// <summary>What is to be added to a chain.</summary>
/// <param name="Happened">What becomes events; none when there is nothing to do.</param>
/// <param name="Write">Adds what follows from the events to their transaction, and says the result.</param>
/// <param name="Otherwise">The result when nothing is written: there is nothing to do, or the marker says that it was done.</param>
public sealed record ChainStep<T>(
    IReadOnlyList<NewEvent> Happened, Func<Transaction, IReadOnlyList<LedgerEvent>, T> Write, T Otherwise)
{
    /// <summary>A row to insert that tells a repeat; null where none does.</summary>
    public (string Row, TableEntity Columns)? Marker { get; init; }
}
