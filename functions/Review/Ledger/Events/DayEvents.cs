namespace Hotline.Review.Ledger;

/// <summary>Somebody signed in.</summary>
public sealed record SignedInEvent() : NewEvent(EventKind.SignedIn);

/// <summary>A page of the queue or of the audit was looked at.</summary>
/// <param name="Page">The page.</param>
/// <param name="View">Which view of the queue; null for none.</param>
/// <param name="Tip">What was asked for as a tip in the audit, as it was typed; null for none.</param>
public sealed record LookedEvent(string? Page, string? View = null, string? Tip = null) : NewEvent(EventKind.Looked)
{
    /// <summary>The work queue.</summary>
    public const string Queue = "queue";

    /// <summary>The page of the audit.</summary>
    public const string Audit = "audit";

    internal override void Write(FactWriter facts) => facts.Add("page", Page).Add("view", View).Add(FactNames.Tip, Tip);

    internal static LookedEvent Read(FactReader facts) => new(facts.Text("page"), facts.Text("view"), facts.Text(FactNames.Tip));
}

/// <summary>The audit was verified.</summary>
/// <param name="Findings">How many things are wrong.</param>
public sealed record VerifiedEvent(int? Findings) : NewEvent(EventKind.Verified)
{
    internal override void Write(FactWriter facts) => facts.Add("findings", Findings);

    internal static VerifiedEvent Read(FactReader facts) => new(facts.Number("findings"));
}
