using Hotline.Review.Ledger;

namespace Hotline.Review.Casework;

/// <summary>Events in words, as history and audit show them.</summary>
public static class EventWords
{
    /// <summary>What was done.</summary>
    public static string Of(AuditEvent happened) => happened.Act switch
    {
        Act.Accepted => happened.What is AcceptedEvent { IsDelivery: true } ? "heard how far the text got" : "received",
        Act.Viewed => "looked at the tip",
        Act.Opened => "opened evidence",
        Act.Downloaded => "downloaded an original",
        Act.ShowedNumber => "saw the reporter's number",
        Act.ShowedCodes => "saw digits that may be a receipt's",
        Act.Claimed => "claimed it",
        Act.Released => "gave the claim back",
        Act.Lapsed => "let the claim run out",
        Act.Assigned => "assigned it",
        Act.Escalated => "asked for a supervisor",
        Act.Noted => "wrote a note",
        Act.Tagged => "changed the tags",
        Act.Prioritised => "changed the priority",
        Act.Blocked => "put its number on the block list",
        Act.Unblocked => "took its number off the block list",
        Act.Corrected => "corrected a transcript",
        Act.Texted => happened.What is TextedEvent { Failure: not null } ? "did not text the reporter" : "texted the reporter",
        Act.Asked => "asked the reporter",
        Act.Answered => "took the reporter’s answer",
        Act.Linked => "linked it",
        Act.Closed => (happened.What as ClosedEvent)?.Canary switch
        {
            ClosedEvent.Whole => "closed it: its own call came whole",
            ClosedEvent.Late => "closed it: its own call did not come whole in time",
            _ => "closed it",
        },
        Act.Tested => "called itself, to see whether all of it works",
        Act.Reopened => "opened it again",
        Act.Notified => "sent word to whoever is on call",
        Act.Consented => $"heard {(happened.What as ConsentedEvent)?.Word} from the reporter",
        Act.Undelivered => "could not deliver it",
        Act.Redriven => "sent it again",
        Act.SetAside => "set it aside",
        Act.Dropped => "dropped it: nothing of content came",
        Act.Compared => "found tips with much the same words",
        Act.SignedIn => "signed in",
        Act.Looked => "looked at a page",
        Act.Verified => "verified the audit",
    };
}
