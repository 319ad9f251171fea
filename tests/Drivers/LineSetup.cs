using Hotline.Platform.Messaging;

namespace Hotline.Tests.Drivers;

/// <summary>What a line is started with beside its settings.</summary>
internal sealed record LineSetup
{
    /// <summary>Only the sweep by its schedule.</summary>
    public static readonly IReadOnlySet<string> SweepAlone = new HashSet<string> { nameof(SweepOutbox) };

    /// <summary>Whether the number has its fallback in the simulator's Bins.</summary>
    public bool HasFallback { get; init; }

    /// <summary>
    /// The timers that fire by their schedule; null: all. What comes by the clock comes between a test's own acts by chance: but for the
    /// sweep, a timer fires when a test asks for it.
    /// </summary>
    public IReadOnlySet<string>? Timers { get; init; } = SweepAlone;
}
