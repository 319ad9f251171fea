using Hotline.Contracts;

namespace Hotline.Review.Ledger;

/// <summary>A tip was claimed.</summary>
/// <param name="Until">Until when.</param>
public sealed record ClaimedEvent(DateTimeOffset Until) : NewEvent(EventKind.Claimed)
{
    internal override void Write(FactWriter facts) => facts.Add(FactNames.Until, Until);

    internal static ClaimedEvent Read(FactReader facts) => new(facts.Time(FactNames.Until));
}

/// <summary>A claim was given back.</summary>
public sealed record ReleasedEvent() : NewEvent(EventKind.Released);

/// <summary>A claim ran out.</summary>
public sealed record LapsedEvent() : NewEvent(EventKind.Lapsed);

/// <summary>A claim was passed on or given to someone.</summary>
/// <param name="To">To whom, by the lasting id.</param>
/// <param name="Name">Their name.</param>
/// <param name="Until">Until when.</param>
public sealed record AssignedEvent(string? To, string? Name, DateTimeOffset Until) : NewEvent(EventKind.Assigned)
{
    internal override void Write(FactWriter facts) => facts.Add("to", To).Add("name", Name).Add(FactNames.Until, Until);

    internal static AssignedEvent Read(FactReader facts) => new(facts.Text("to"), facts.Text("name"), facts.Time(FactNames.Until));
}

/// <summary>A supervisor was asked for.</summary>
/// <param name="Part">The reason.</param>
public sealed record EscalatedEvent(PartId? Part) : NewPartEvent(EventKind.Escalated, Part);

/// <summary>Somebody was told of an urgent tip that nobody had claimed.</summary>
/// <param name="Step">The step of the line's settings, from 1.</param>
public sealed record NotifiedEvent(int? Step) : NewEvent(EventKind.Notified)
{
    internal override void Write(FactWriter facts) => facts.Add("step", Step);

    internal static NotifiedEvent Read(FactReader facts) => new(facts.Number("step"));
}
