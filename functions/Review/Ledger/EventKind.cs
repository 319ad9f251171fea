namespace Hotline.Review.Ledger;

/// <summary>What can be done, as the audit names it.</summary>
public enum EventKind
{
    /// <summary>A part was accepted.</summary>
    Accepted,

    /// <summary>A tip was looked at.</summary>
    Viewed,

    /// <summary>A recording was listened to, or a picture or other file looked at.</summary>
    Opened,

    /// <summary>An original file was downloaded.</summary>
    Downloaded,

    /// <summary>The reporter's number was shown.</summary>
    ShowedNumber,

    /// <summary>Digits that may be a receipt's were shown.</summary>
    ShowedCodes,

    /// <summary>A tip was claimed.</summary>
    Claimed,

    /// <summary>A claim was given back.</summary>
    Released,

    /// <summary>A claim ran out.</summary>
    Lapsed,

    /// <summary>A claim was passed on or given to someone.</summary>
    Assigned,

    /// <summary>A supervisor was asked for.</summary>
    Escalated,

    /// <summary>A note was written.</summary>
    Noted,

    /// <summary>The tags were changed.</summary>
    Tagged,

    /// <summary>The priority was changed.</summary>
    Prioritised,

    /// <summary>The number was put on the block list: its tips come last.</summary>
    Blocked,

    /// <summary>The number was taken off the block list.</summary>
    Unblocked,

    /// <summary>A transcript was corrected; the original stays.</summary>
    Corrected,

    /// <summary>The reporter was asked.</summary>
    Asked,

    /// <summary>The reporter was texted that they were asked, or could not be.</summary>
    Texted,

    /// <summary>The reporter has answered.</summary>
    Answered,

    /// <summary>The tip was linked to another.</summary>
    Linked,

    /// <summary>The tip was closed.</summary>
    Closed,

    /// <summary>The tip was opened again.</summary>
    Reopened,

    /// <summary>Somebody was told of an urgent tip that nobody had claimed.</summary>
    Notified,

    /// <summary>A reporter said STOP, START or HELP.</summary>
    Consented,

    /// <summary>A message could not be delivered.</summary>
    Undelivered,

    /// <summary>An undelivered message was sent again.</summary>
    Redriven,

    /// <summary>An undelivered message was set aside.</summary>
    SetAside,

    /// <summary>A tip stayed without content for so long that it was dropped.</summary>
    Dropped,

    /// <summary>The tip is of a call that the line made itself, to see whether all of it works.</summary>
    Tested,

    /// <summary>Tips with much the same words were found.</summary>
    Compared,

    /// <summary>Somebody signed in.</summary>
    SignedIn,

    /// <summary>A page of the queue or of the audit was looked at.</summary>
    Looked,

    /// <summary>The audit was verified.</summary>
    Verified,
}
