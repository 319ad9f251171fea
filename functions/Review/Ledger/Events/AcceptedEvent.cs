using System.Globalization;
using Hotline.Contracts;

namespace Hotline.Review.Ledger;

/// <summary>A part was accepted: what the work queue, triage and search need of it, never its words.</summary>
/// <param name="Part">The part.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Channel">The way by which it came.</param>
/// <param name="Language">The reporter's language; null where nobody knows.</param>
/// <param name="Received">When it reached us.</param>
public sealed record AcceptedEvent(PartId? Part, PartKind Kind, Channel Channel, string? Language, DateTimeOffset Received)
    : NewPartEvent(EventKind.Accepted, Part)
{
    /// <summary>The priority that the rules give its words; null where it has none.</summary>
    public int? Priority { get; init; }

    /// <summary>Why; null where it has no words.</summary>
    public IReadOnlyList<RulePlace>? Reasons { get; init; }

    /// <summary>The signature of its words; null where they are too few.</summary>
    public string? Likeness { get; init; }

    /// <summary>What of it could not be judged, separated by commas; null when all could.</summary>
    public string? Unjudged { get; init; }

    /// <summary>The line that was called or texted; null where it says none.</summary>
    public string? Line { get; init; }

    /// <summary>The lasting hash of the reporter's number; null where there is none.</summary>
    public string? Number { get; init; }

    /// <summary>Why its tip comes last, in the order in which it was found.</summary>
    public IReadOnlyList<DeprioritisedReason> Lowered { get; init; } = [];

    /// <summary>The recording whose words it is; null where it is none's, or the rules have not read them.</summary>
    public PartId? Heard { get; init; }

    /// <summary>Whether it waits for somebody to open it.</summary>
    public bool IsUnread { get; init; }

    /// <summary>Whether it is a recording in which nothing is heard.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Whether it is shorter than Twilio said.</summary>
    public bool IsShort { get; init; }

    /// <summary>Whether it says how a message's items are laid out, and nothing else.</summary>
    public bool IsLayout { get; init; }

    /// <summary>Of a receipt, the value under which its row lies.</summary>
    public string? Lookup { get; init; }

    /// <summary>Of a text of ours, its sid.</summary>
    public string? Sid { get; init; }

    /// <summary>How far it got.</summary>
    public string? Status { get; init; }

    /// <summary>Twilio's number for why it got no further.</summary>
    public int? Error { get; init; }

    /// <summary>The question that it brought.</summary>
    public PartId? Question { get; init; }

    /// <summary>What is missing; null where nothing is.</summary>
    public PartKind? Missing { get; init; }

    /// <summary>Why it is missing.</summary>
    public MissingReason? MissingBecause { get; init; }

    /// <summary>The tip that it says to answer; null where it says none.</summary>
    public TipId? Earlier { get; init; }

    /// <summary>Whether it is word of how far a text of ours got.</summary>
    public bool IsDelivery => Kind == PartKind.DeliveryStatus;

    internal override void Write(FactWriter facts)
    {
        base.Write(facts);
        facts.AddName<PartKind>("kind", Kind).AddName<Channel>("channel", Channel).Add("language", Language).Add("received", Received)
            .Add(FactNames.Priority, Priority).AddList(FactNames.Reasons, Reasons).Add("likeness", Likeness)
            .Add(FactNames.Line, Line).Add("number", Number).Add("lookup", Lookup).Add(FactNames.Sid, Sid).Add("status", Status)
            .Add("error", Error).Add(FactNames.Question, Question).AddName(FactNames.Of, Missing).AddName(FactNames.Reason, MissingBecause)
            .Add(FactNames.Tip, Earlier).AddList(FactNames.Lowered, Lowered.Count == 0 ? null : Lowered).Add("heard", Heard)
            .Add("unjudged", Unjudged).AddMark("unread", IsUnread).AddMark("silent", IsSilent).AddMark("short", IsShort)
            .AddMark("layout", IsLayout);
    }

    internal static AcceptedEvent Read(FactReader facts) => new(
        facts.Part(), facts.NeededName<PartKind>("kind"), facts.NeededName<Channel>("channel"), facts.Text("language"),
        facts.Time("received"))
    {
        Priority = facts.Text(FactNames.Priority) is null ? null : facts.NeededNumber(FactNames.Priority),
        Reasons = facts.List(FactNames.Reasons)?.Select(RulePlace.Read).ToList(),
        Likeness = facts.Text("likeness"), Unjudged = facts.Text("unjudged"), Line = facts.Text(FactNames.Line),
        Number = facts.Text("number"), Lowered = [.. facts.List(FactNames.Lowered)?.Select(Enum.Parse<DeprioritisedReason>) ?? []],
        Heard = facts.Part("heard"), IsUnread = facts.HasMark("unread"), IsSilent = facts.HasMark("silent"),
        IsShort = facts.HasMark("short"), IsLayout = facts.HasMark("layout"), Lookup = facts.Text("lookup"),
        Sid = facts.Text(FactNames.Sid), Status = facts.Text("status"), Error = facts.Number("error"),
        Question = facts.Part(FactNames.Question), Missing = facts.Name<PartKind>(FactNames.Of),
        MissingBecause = facts.Name<MissingReason>(FactNames.Reason), Earlier = facts.Tip(),
    };
}

/// <summary>Where a rule found its words.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Start">The first character.</param>
/// <param name="Length">How many characters.</param>
public sealed record RulePlace(string Rule, int Start, int Length)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rule}:{Start}:{Length}");

    internal static RulePlace Read(string text) => text.Split(':') is [var rule, var start, var length]
        ? new RulePlace(rule, int.Parse(start, CultureInfo.InvariantCulture), int.Parse(length, CultureInfo.InvariantCulture))
        : throw new FormatException("A reason has a rule, a start and a length.");
}
