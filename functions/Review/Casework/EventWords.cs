using Hotline.Review.Ledger;

namespace Hotline.Review.Casework;

/// <summary>Events in words, as history and audit show them.</summary>
public static class EventWords
{
    /// <summary>What was done.</summary>
    public static string Of(LedgerEvent happened) => happened.Act switch
    {
        EventKind.Accepted => happened.What is AcceptedEvent { IsDelivery: true } ? "heard how far the text got" : "received",
        EventKind.Viewed => "looked at the tip",
        EventKind.Opened => "opened evidence",
        EventKind.Downloaded => "downloaded an original",
        EventKind.ShowedNumber => "saw the reporter's number",
        EventKind.ShowedCodes => "saw digits that may be a receipt's",
        EventKind.Claimed => "claimed it",
        EventKind.Released => "gave the claim back",
        EventKind.Lapsed => "let the claim run out",
        EventKind.Assigned => "assigned it",
        EventKind.Escalated => "asked for a supervisor",
        EventKind.Noted => "wrote a note",
        EventKind.Tagged => "changed the tags",
        EventKind.Prioritised => "changed the priority",
        EventKind.Blocked => "put its number on the block list",
        EventKind.Unblocked => "took its number off the block list",
        EventKind.Corrected => "corrected a transcript",
        EventKind.Texted => happened.What is TextedEvent { Failure: not null } ? "did not text the reporter" : "texted the reporter",
        EventKind.Asked => "asked the reporter",
        EventKind.Answered => "took the reporter’s answer",
        EventKind.Linked => "linked it",
        EventKind.Closed => (happened.What as ClosedEvent)?.Canary switch
        {
            ClosedEvent.Whole => "closed it: its own call came whole",
            ClosedEvent.Late => "closed it: its own call did not come whole in time",
            _ => "closed it",
        },
        EventKind.Tested => "called itself, to see whether all of it works",
        EventKind.Reopened => "opened it again",
        EventKind.Notified => "sent word to whoever is on call",
        EventKind.Consented => $"heard {(happened.What as ConsentedEvent)?.Word} from the reporter",
        EventKind.Undelivered => "could not deliver it",
        EventKind.Redriven => "sent it again",
        EventKind.SetAside => "set it aside",
        EventKind.Dropped => "dropped it: nothing of content came",
        EventKind.Compared => "found tips with much the same words",
        EventKind.SignedIn => "signed in",
        EventKind.Looked => "looked at a page",
        EventKind.Verified => "verified the audit",
    };
}
