namespace Hotline.Review.Ledger;

/// <summary>
/// The kinds of events, each with its record. A kind is added to <see cref="EventKind"/>; the compiler names this table and every other place
/// that must say something of each kind, for none of them has a default.
/// </summary>
internal static class EventTable
{
    /// <summary>Makes the record of an event's facts.</summary>
    public static NewEvent Read(EventKind act, SortedDictionary<string, string> facts)
    {
        try
        {
            return Read(act, new FactReader(facts));
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            return new UnreadableEvent(act, e.Message);
        }
    }

    private static NewEvent Read(EventKind act, FactReader facts) => act switch
    {
        EventKind.Accepted => AcceptedEvent.Read(facts),
        EventKind.Viewed => new ViewedEvent(),
        EventKind.Opened => new OpenedEvent(facts.Part()),
        EventKind.Downloaded => new DownloadedEvent(facts.Part()),
        EventKind.ShowedNumber => new ShowedNumberEvent(facts.Part()),
        EventKind.ShowedCodes => new ShowedCodesEvent(facts.Part()),
        EventKind.Claimed => ClaimedEvent.Read(facts),
        EventKind.Released => new ReleasedEvent(),
        EventKind.Lapsed => new LapsedEvent(),
        EventKind.Assigned => AssignedEvent.Read(facts),
        EventKind.Escalated => new EscalatedEvent(facts.Part()),
        EventKind.Noted => new NotedEvent(facts.Part()),
        EventKind.Tagged => TaggedEvent.Read(facts),
        EventKind.Prioritised => PrioritisedEvent.Read(facts),
        EventKind.Blocked => new BlockedEvent(facts.Part(), facts.Tip()),
        EventKind.Unblocked => new UnblockedEvent(facts.Part(), facts.Tip()),
        EventKind.Corrected => CorrectedEvent.Read(facts),
        EventKind.Asked => AskedEvent.Read(facts),
        EventKind.Texted => TextedEvent.Read(facts),
        EventKind.Answered => AnsweredEvent.Read(facts),
        EventKind.Linked => LinkedEvent.Read(facts),
        EventKind.Closed => ClosedEvent.Read(facts),
        EventKind.Reopened => new ReopenedEvent(facts.Part()),
        EventKind.Notified => NotifiedEvent.Read(facts),
        EventKind.Consented => ConsentedEvent.Read(facts),
        EventKind.Undelivered => UndeliveredEvent.Read(facts),
        EventKind.Redriven => new RedrivenEvent(facts.Text(FactNames.Why)),
        EventKind.SetAside => new SetAsideEvent(facts.Text(FactNames.Why)),
        EventKind.Dropped => new DroppedEvent(),
        EventKind.Tested => new TestedEvent(),
        EventKind.Compared => ComparedEvent.Read(facts),
        EventKind.SignedIn => new SignedInEvent(),
        EventKind.Looked => LookedEvent.Read(facts),
        EventKind.Verified => VerifiedEvent.Read(facts),
    };
}
