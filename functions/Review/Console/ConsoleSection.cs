namespace Hotline.Review.Console;

public enum ConsoleSection
{
    /// <summary>The tips.</summary>
    Queue,

    /// <summary>Who did what.</summary>
    Audit,

    /// <summary>What could not be delivered.</summary>
    Undelivered,
}
