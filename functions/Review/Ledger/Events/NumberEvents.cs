using Hotline.Contracts;

namespace Hotline.Review.Ledger;

/// <summary>The number was put on the block list: its tips come last.</summary>
/// <param name="Part">The reason, in the chain of the tip that gave cause; null in the number's own.</param>
/// <param name="Tip">The tip that gave cause, in the number's own chain; null in the tip's.</param>
public sealed record BlockedEvent(PartId? Part, TipId? Tip) : NewPartEvent(EventKind.Blocked, Part)
{
    internal override void Write(FactWriter facts)
    {
        base.Write(facts);
        facts.Add(FactNames.Tip, Tip);
    }

    internal static BlockedEvent Read(FactReader facts) => new(facts.Part(), facts.Tip());
}

/// <summary>The number was taken off the block list.</summary>
/// <param name="Part">The reason, in the chain of the tip that gave cause; null in the number's own.</param>
/// <param name="Tip">The tip that gave cause, in the number's own chain; null in the tip's.</param>
public sealed record UnblockedEvent(PartId? Part, TipId? Tip) : NewPartEvent(EventKind.Unblocked, Part)
{
    internal override void Write(FactWriter facts)
    {
        base.Write(facts);
        facts.Add(FactNames.Tip, Tip);
    }

    internal static UnblockedEvent Read(FactReader facts) => new(facts.Part(), facts.Tip());
}
