namespace Hotline.Platform.Scheduling;

/// <summary>
/// What a room does by the clock. Its row in the room's table has the name of its class. It may be cut off anywhere, and run twice at once
/// or twice in a row.
/// </summary>
public interface IScheduledTask
{
    /// <summary>When it is due.</summary>
    Schedule Schedule { get; }

    /// <summary>Does it once.</summary>
    /// <exception cref="Exception">It is not done: it is due again in a minute.</exception>
    Task RunAsync(CancellationToken stop);
}
