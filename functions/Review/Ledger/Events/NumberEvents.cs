using Hotline.Contracts;

namespace Hotline.Review.Ledger;

/// <summary>A number's place on the block list changed: a reason in the chain of the tip that gave cause, that tip in the number's own.</summary>
/// <param name="Act">Its kind.</param>
/// <param name="Part">The reason; null in the number's own chain.</param>
/// <param name="Tip">The tip that gave cause; null in its own chain.</param>
public abstract record BlockListEvent(EventKind Act, PartId? Part, TipId? Tip) : NewPartEvent(Act, Part)
{
    internal override void Write(FactWriter facts)
    {
        base.Write(facts);
        facts.Add(FactNames.Tip, Tip);
    }
}

/// <summary>The number was put on the block list: its tips come last.</summary>
/// <inheritdoc cref="BlockListEvent"/>
public sealed record BlockedEvent(PartId? Part, TipId? Tip) : BlockListEvent(EventKind.Blocked, Part, Tip);

/// <summary>The number was taken off the block list.</summary>
/// <inheritdoc cref="BlockListEvent"/>
public sealed record UnblockedEvent(PartId? Part, TipId? Tip) : BlockListEvent(EventKind.Unblocked, Part, Tip);
