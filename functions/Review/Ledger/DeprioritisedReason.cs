namespace Hotline.Review.Ledger;

/// <summary>
/// Why a tip comes last (docs/decisions/020-abuse.md). It is as much a tip as any other, and what is most urgent is never lowered.
/// </summary>
public enum DeprioritisedReason
{
    /// <summary>Its number is on the block list.</summary>
    Blocked,

    /// <summary>Its number reported more often than anybody does.</summary>
    Many,

    /// <summary>Five others had the same words: perhaps a machine that calls.</summary>
    Repeated,

    /// <summary>Nothing is heard in any of its recordings, and it has no words.</summary>
    Silent,
}
