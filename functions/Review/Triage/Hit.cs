namespace Hotline.Review.Triage;

/// <summary>A signal's phrase in a text.</summary>
/// <param name="Signal">The signal's id.</param>
/// <param name="First">Its first word.</param>
/// <param name="End">The word behind its last one.</param>
public readonly record struct Hit(string Signal, int First, int End)
{
    /// <summary>How many words stand between two hits; 0 when they touch or overlap.</summary>
    public int DistanceTo(Hit other) => Math.Max(0, Math.Max(other.First - End, First - other.End));
}
