using Hotline.Review.Console;

namespace Hotline.Review.Audit;

/// <summary>The page of the audit.</summary>
public sealed record AuditModel
{
    /// <summary>What is around it.</summary>
    public required PageFrame Frame { get; init; }

    /// <summary>The acts, newest first.</summary>
    public required IReadOnlyList<AuditLine> Events { get; init; }

    /// <summary>Only this person's acts.</summary>
    public string? Who { get; init; }

    /// <summary>Only acts on this tip.</summary>
    public string? Tip { get; init; }

    /// <summary>Only acts of this day.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>What to ask the next page with; null when this is the last.</summary>
    public string? Next { get; init; }

    /// <summary>What the check found: null when none was made, empty when all is in order.</summary>
    public IReadOnlyList<string>? Findings { get; init; }

    /// <summary>Until when every event is copied to where nobody can change it: only so far shows the audit what was altered.</summary>
    public DateTimeOffset? CopiedUntil { get; init; }
}

/// <summary>An act, as the audit lists it.</summary>
public sealed record AuditLine
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it.</summary>
    public required string Who { get; init; }

    /// <summary>What was done, as people read it.</summary>
    public required string Act { get; init; }

    /// <summary>On which tip; null for acts outside one.</summary>
    public string? Tip { get; init; }

    /// <summary>More about it; never content.</summary>
    public string? Detail { get; init; }

    /// <summary>From which address.</summary>
    public string? Address { get; init; }
}
