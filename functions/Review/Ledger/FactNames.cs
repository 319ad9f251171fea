namespace Hotline.Review.Ledger;

/// <summary>The names of facts that more than one kind of event has.</summary>
internal static class FactNames
{
    public const string Part = "part";
    public const string Tip = "tip";
    public const string Line = "line";
    public const string Of = "of";
    public const string Question = "question";
    public const string Priority = "priority";
    public const string Reason = "reason";
    public const string Until = "until";
    public const string Why = "why";
    public const string Sid = "sid";

    // Lists, which EventFacts cuts at an item.
    public const string Reasons = "reasons";
    public const string Similar = "similar";
    public const string Lowered = "lowered";
    public const string Tags = "tags";
}
