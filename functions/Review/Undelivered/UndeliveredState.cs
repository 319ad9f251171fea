namespace Hotline.Review.Undelivered;

/// <summary>What became of a message that could not be delivered; rows have the names in lower case.</summary>
public enum UndeliveredState
{
    /// <summary>It waits for somebody.</summary>
    Waiting,

    /// <summary>It was sent again.</summary>
    Redriven,

    /// <summary>It was set aside.</summary>
    Aside,
}
