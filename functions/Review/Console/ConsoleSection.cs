namespace Hotline.Review.Console;

/// <summary>The entries of the console’s menu, of which a page marks its own.</summary>
public enum ConsoleSection
{
    /// <summary>The tips.</summary>
    Queue,

    /// <summary>Who did what.</summary>
    Audit,

    /// <summary>What could not be delivered.</summary>
    Undelivered,
}
