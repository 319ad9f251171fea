using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Review.Table;

namespace Hotline.Review.Ledger;

/// <summary>What people do outside any tip: a chain a person and day.</summary>
public sealed class DayJournal(TableClient table, Outbox outbox, TimeProvider time)
{
    private const int MostTries = 40;

    /// <summary>Notes an act.</summary>
    /// <exception cref="NotYetException">Too many came at once.</exception>
    public async Task NoteAsync(Actor actor, Happening happening, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var scope = $"day-{actor.Id}-{now.UtcDateTime:yyyy-MM-dd}";
        for (var tries = 0; tries < MostTries; tries++)
        {
            var chain = await Chain.FindAsync(table, scope, stop);
            var transaction = new Transaction(ReviewKeys.ReviewShardOf(scope));
            chain.AddTo(transaction, [chain.Next(happening, actor, now)]);
            if (await outbox.CommitAsync(transaction, stop) is null)
                return;
            await Task.Delay(Random.Shared.Next(2, 10 + (2 * tries)), stop);
        }

        throw new NotYetException("Too many acts of one person came at once.");
    }
}
