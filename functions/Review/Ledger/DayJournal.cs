using Hotline.Contracts;

namespace Hotline.Review.Ledger;

/// <summary>What people do outside any tip: a chain a person and day.</summary>
public sealed class DayJournal(ChainWriter chains, TimeProvider time)
{
    /// <summary>Notes an act.</summary>
    /// <exception cref="NotYetException">Too many came at once.</exception>
    public Task NoteAsync(Actor actor, NewEvent happening, CancellationToken stop) => chains.AppendAsync(
        $"day-{actor.Id}-{time.GetUtcNow().UtcDateTime:yyyy-MM-dd}", actor,
        (_, _) => ValueTask.FromResult(new ChainStep<bool>([happening], static (_, _) => true, false)),
        "Too many acts of one person came at once.", stop);
}
