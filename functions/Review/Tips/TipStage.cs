namespace Hotline.Review.Tips;

/// <summary>Where a tip stands.</summary>
public enum TipStage
{
    /// <summary>Nothing of content has come; a hang-up in the greeting stays so.</summary>
    Dormant,

    /// <summary>Work.</summary>
    Open,

    /// <summary>The reporter was asked and has not answered.</summary>
    Waiting,

    /// <summary>A reviewer has closed it.</summary>
    Closed,

    /// <summary>It stayed dormant until it was dropped: its chain tells that it was there, and nothing more.</summary>
    Dropped,

    /// <summary>A call of our own, under way: nobody's work (<see cref="Canary.CanaryCalls"/>).</summary>
    Canary,
}
