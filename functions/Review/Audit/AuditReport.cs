namespace Hotline.Review.Audit;

/// <summary>What a finding is of.</summary>
public enum FindingKind
{
    /// <summary>Something was altered, removed or lost.</summary>
    Altered,

    /// <summary>An event has no copy although it should have had one by now: nothing tells whether it was altered.</summary>
    NotYetCopied,

    /// <summary>A part was kept, and no event tells of it.</summary>
    NotAccepted,
}

/// <summary>Something that the audit found.</summary>
/// <param name="Scope">The chain.</param>
/// <param name="Number">The event; null when it is the chain or its tip.</param>
/// <param name="What">What is wrong, in a sentence.</param>
/// <param name="Kind">What it is of.</param>
public sealed record Finding(string Scope, int? Number, string What, FindingKind Kind = FindingKind.Altered)
{
    /// <inheritdoc/>
    public override string ToString() => Number is { } n ? $"{Scope}, event {n}: {What}" : $"{Scope}: {What}";
}

/// <summary>What an audit looked at and found.</summary>
/// <param name="Chains">How many chains.</param>
/// <param name="Events">How many events.</param>
/// <param name="Findings">What is wrong; empty when all is in order.</param>
/// <param name="CopiedUntil">Until when every event has its copy: only so far can the copies show what was altered.</param>
public sealed record AuditReport(int Chains, int Events, IReadOnlyList<Finding> Findings, DateTimeOffset CopiedUntil);
