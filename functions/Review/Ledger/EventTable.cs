namespace Hotline.Review.Ledger;

/// <summary>
/// The kinds of events, each with its record. A kind is added to <see cref="Act"/>; the compiler names this table and every other place
/// that must say something of each kind, for none of them has a default.
/// </summary>
internal static class EventTable
{
    /// <summary>Makes the record of an event's facts.</summary>
    public static Happening Read(Act act, SortedDictionary<string, string> facts)
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

    private static Happening Read(Act act, FactReader facts) => act switch
    {
        Act.Accepted => AcceptedEvent.Read(facts),
        Act.Viewed => new ViewedEvent(),
        Act.Opened => new OpenedEvent(facts.Part()),
        Act.Downloaded => new DownloadedEvent(facts.Part()),
        Act.ShowedNumber => new ShowedNumberEvent(facts.Part()),
        Act.ShowedCodes => new ShowedCodesEvent(facts.Part()),
        Act.Claimed => ClaimedEvent.Read(facts),
        Act.Released => new ReleasedEvent(),
        Act.Lapsed => new LapsedEvent(),
        Act.Assigned => AssignedEvent.Read(facts),
        Act.Escalated => new EscalatedEvent(facts.Part()),
        Act.Noted => new NotedEvent(facts.Part()),
        Act.Tagged => TaggedEvent.Read(facts),
        Act.Prioritised => PrioritisedEvent.Read(facts),
        Act.Blocked => BlockedEvent.Read(facts),
        Act.Unblocked => UnblockedEvent.Read(facts),
        Act.Corrected => CorrectedEvent.Read(facts),
        Act.Asked => AskedEvent.Read(facts),
        Act.Texted => TextedEvent.Read(facts),
        Act.Answered => AnsweredEvent.Read(facts),
        Act.Linked => LinkedEvent.Read(facts),
        Act.Closed => ClosedEvent.Read(facts),
        Act.Reopened => new ReopenedEvent(facts.Part()),
        Act.Notified => NotifiedEvent.Read(facts),
        Act.Consented => ConsentedEvent.Read(facts),
        Act.Undelivered => UndeliveredEvent.Read(facts),
        Act.Redriven => new RedrivenEvent(facts.Text(FactNames.Why)),
        Act.SetAside => new SetAsideEvent(facts.Text(FactNames.Why)),
        Act.Dropped => new DroppedEvent(),
        Act.Tested => new TestedEvent(),
        Act.Compared => ComparedEvent.Read(facts),
        Act.SignedIn => new SignedInEvent(),
        Act.Looked => LookedEvent.Read(facts),
        Act.Verified => VerifiedEvent.Read(facts),
    };
}
