namespace Hotline.Review.Console;

/// <summary>The sections of the console.</summary>
public enum ConsoleSection
{
    /// <summary>The tips.</summary>
    Queue,

    /// <summary>Who did what.</summary>
    Audit,

    /// <summary>What could not be delivered.</summary>
    Undelivered,
}
