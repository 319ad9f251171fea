using Hotline.Review.Ledger;

namespace Hotline.Review.Tips;

/// <summary>A tip as a page shows it: its state, its opened parts and its events, read in this order.</summary>
/// <param name="State">The state.</param>
/// <param name="Parts">The opened parts.</param>
/// <param name="Events">The events: read last, they tell of every part that is shown.</param>
public sealed record ShownTip(TipState State, IReadOnlyList<OpenedPart> Parts, IReadOnlyList<LedgerEvent> Events)
{
    // These bring no words, and change nothing that somebody could decide by.
    private static readonly EventKind[] Looks = [EventKind.Viewed, EventKind.Opened, EventKind.Downloaded, EventKind.Notified, EventKind.Compared, EventKind.Texted];

    /// <summary>Whether an event says that this reviewer was shown all of it: nothing has come to it since they last looked.</summary>
    public bool WasShownTo(string reviewer) =>
        Events.Reverse().TakeWhile(e => Looks.Contains(e.Act)).Any(e => e.Act == EventKind.Viewed && e.Who == reviewer);

    /// <summary>Reads parts and events of a tip whose state is known.</summary>
    public static async Task<ShownTip> ReadAsync(TipState state, TipReader reader, CancellationToken stop)
    {
        var parts = await reader.PartsAsync(state.Id, stop);
        return new ShownTip(state, parts, await reader.EventsAsync(state.Id, stop));
    }
}
