namespace Hotline.Review.Journal;

/// <summary>Something that the audit found.</summary>
/// <param name="Scope">The chain.</param>
/// <param name="Number">The event; null when it is the chain or its tip.</param>
/// <param name="What">What is wrong, in a sentence.</param>
public sealed record Finding(string Scope, int? Number, string What)
{
    /// <inheritdoc/>
    public override string ToString() => Number is { } n ? $"{Scope}, event {n}: {What}" : $"{Scope}: {What}";
}

/// <summary>What an audit looked at and found.</summary>
/// <param name="Chains">How many chains.</param>
/// <param name="Events">How many events.</param>
/// <param name="Findings">What is wrong; empty when all is in order.</param>
public sealed record AuditReport(int Chains, int Events, IReadOnlyList<Finding> Findings);
