using Hotline.Contracts;

namespace Hotline.Review.Ledger;

/// <summary>
/// Something that happened, as the record of its kind. It holds no content: what a reporter or a reviewer wrote is a sealed part, which it
/// names. <see cref="EventTable"/> makes the record of an event's facts again.
/// </summary>
/// <param name="Act">Its kind.</param>
public abstract record NewEvent(EventKind Act)
{
    /// <summary>The facts of the event that it becomes; what is too long for an event is left out.</summary>
    public SortedDictionary<string, string> ToFacts()
    {
        var facts = new FactWriter();
        Write(facts);
        return facts.ToFacts();
    }

    /// <summary>Says its facts, in the order in which those that are cut are named.</summary>
    internal virtual void Write(FactWriter facts)
    {
    }
}

/// <summary>Something that names a part.</summary>
/// <param name="Act">Its kind.</param>
/// <param name="Part">The part; null where there is none.</param>
public abstract record PartEvent(EventKind Act, PartId? Part) : NewEvent(Act)
{
    /// <summary>The part, where nothing follows without.</summary>
    /// <exception cref="FormatException">It names none.</exception>
    public PartId NeededPart() => Part ?? throw new FormatException($"The event {Act} names no part.");

    internal override void Write(FactWriter facts) => facts.Add(FactNames.Part, Part);
}

/// <summary>Something whose part came with it: the part's row is of the same transaction.</summary>
/// <param name="Act">Its kind.</param>
/// <param name="Part">The part; null where there is none.</param>
public abstract record NewPartEvent(EventKind Act, PartId? Part) : PartEvent(Act, Part);

/// <summary>What no record of its kind can be made of: somebody altered it, or a newer version wrote it.</summary>
/// <param name="Act">Its kind.</param>
/// <param name="Why">What is wrong with it.</param>
public sealed record UnreadableEvent(EventKind Act, string Why) : NewEvent(Act);
