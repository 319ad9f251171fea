namespace Hotline.Review.Casework;

/// <summary>What a reviewer can do to a tip by a form; their names in lower case are the last segment of its address.</summary>
public enum TipAct
{
    /// <summary>Give it to somebody.</summary>
    Assign,

    /// <summary>Put its number on the block list, or take it off.</summary>
    Block,

    /// <summary>Take it, so that others leave it alone for as long as the lease runs.</summary>
    Claim,

    /// <summary>End the work on it, with an outcome and a reason.</summary>
    Close,

    /// <summary>Show digits that may be a receipt's.</summary>
    Codes,

    /// <summary>Ask for a supervisor.</summary>
    Escalate,

    /// <summary>Link another tip.</summary>
    Link,

    /// <summary>Write a note.</summary>
    Note,

    /// <summary>Show the reporter's number.</summary>
    Number,

    /// <summary>Pass it on.</summary>
    Pass,

    /// <summary>Change its priority.</summary>
    Priority,

    /// <summary>Ask its reporter.</summary>
    Question,

    /// <summary>Give the claim back.</summary>
    Release,

    /// <summary>Open it again.</summary>
    Reopen,

    /// <summary>Change its tags.</summary>
    Tags,

    /// <summary>Correct a transcript.</summary>
    Transcript,
}
