namespace Hotline.Review.Ledger;

/// <summary>A message could not be delivered.</summary>
/// <param name="Message">Its id.</param>
/// <param name="Source">The queue that it came from.</param>
/// <param name="Reason">Why it could not.</param>
/// <param name="Rejected">When it was rejected, as it says itself.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Mac">Review's mark, where it was Review that rejected it.</param>
public sealed record UndeliveredEvent(string? Message, string? Source, string? Reason, string? Rejected, int Attempts, string? Mac)
    : NewEvent(EventKind.Undelivered)
{
    internal override void Write(FactWriter facts) => facts.Add("message", Message).Add("source", Source).Add(FactNames.Reason, Reason)
        .Add("rejected", Rejected).Add("attempts", Attempts).Add("mac", Mac);

    internal static UndeliveredEvent Read(FactReader facts) => new(
        facts.Text("message"), facts.Text("source"), facts.Text(FactNames.Reason), facts.Text("rejected"), facts.NeededNumber("attempts"),
        facts.Text("mac"));
}

/// <summary>An undelivered message was sent again.</summary>
/// <param name="Why">Why; null where nobody said.</param>
public sealed record RedrivenEvent(string? Why) : NewEvent(EventKind.Redriven)
{
    internal override void Write(FactWriter facts) => facts.Add(FactNames.Why, Why);
}

/// <summary>An undelivered message was set aside.</summary>
/// <param name="Why">Why.</param>
public sealed record SetAsideEvent(string? Why) : NewEvent(EventKind.SetAside)
{
    internal override void Write(FactWriter facts) => facts.Add(FactNames.Why, Why);
}
