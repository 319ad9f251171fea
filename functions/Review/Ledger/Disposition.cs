namespace Hotline.Review.Ledger;

/// <summary>What became of a tip.</summary>
public enum Disposition
{
    /// <summary>Passed on to whoever can act.</summary>
    Referred,

    /// <summary>Of use, and no more to do.</summary>
    Informational,

    /// <summary>Protected speech: kept for a short time only.</summary>
    ProtectedSpeech,

    /// <summary>The same as another tip.</summary>
    Duplicate,

    /// <summary>Nothing in it.</summary>
    Unfounded,

    /// <summary>An abuse of the line.</summary>
    Abuse,
}
