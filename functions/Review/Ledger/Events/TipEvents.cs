using System.Globalization;
using Hotline.Contracts;

namespace Hotline.Review.Ledger;

/// <summary>A note was written.</summary>
/// <param name="Part">The note.</param>
public sealed record NotedEvent(PartId? Part) : NewPartEvent(EventKind.Noted, Part);

/// <summary>The tags were changed.</summary>
/// <param name="Tags">All of them now.</param>
public sealed record TaggedEvent(IReadOnlyList<string> Tags) : NewEvent(EventKind.Tagged)
{
    internal override void Write(FactWriter facts) => facts.AddList(FactNames.Tags, Tags);

    internal static TaggedEvent Read(FactReader facts) => new(facts.NeededList(FactNames.Tags));
}

/// <summary>The priority was changed.</summary>
/// <param name="Priority">1 to 4, 1 the most urgent.</param>
/// <param name="Part">The reason.</param>
public sealed record PrioritisedEvent(int Priority, PartId? Part) : NewPartEvent(EventKind.Prioritised, Part)
{
    internal override void Write(FactWriter facts)
    {
        base.Write(facts);
        facts.Add(FactNames.Priority, Priority);
    }

    internal static PrioritisedEvent Read(FactReader facts) => new(facts.NeededNumber(FactNames.Priority), facts.Part());
}

/// <summary>A transcript was corrected; the original stays.</summary>
/// <param name="Part">What it should have said.</param>
/// <param name="Of">The transcript.</param>
public sealed record CorrectedEvent(PartId? Part, PartId? Of) : NewPartEvent(EventKind.Corrected, Part)
{
    internal override void Write(FactWriter facts)
    {
        base.Write(facts);
        facts.Add(FactNames.Of, Of);
    }

    internal static CorrectedEvent Read(FactReader facts) => new(facts.Part(), facts.Part(FactNames.Of));
}

/// <summary>The tip was linked to another.</summary>
/// <param name="Tip">The other one.</param>
/// <param name="Part">The reason of whoever linked them; null where the line did, or on the other one.</param>
/// <param name="IsBack">Whether the line links what is answered to its answer, and not the other way.</param>
public sealed record LinkedEvent(TipId Tip, PartId? Part = null, bool IsBack = false) : NewPartEvent(EventKind.Linked, Part)
{
    internal override void Write(FactWriter facts)
    {
        base.Write(facts);
        facts.Add(FactNames.Tip, Tip).AddMark("back", IsBack);
    }

    internal static LinkedEvent Read(FactReader facts) => new(facts.NeededTip(), facts.Part(), facts.HasMark("back"));
}

/// <summary>The tip was closed.</summary>
/// <param name="Disposition">What became of it; null where the line closed a call of its own.</param>
/// <param name="Part">The reason.</param>
/// <param name="Canary">How the call of our own ended; null where it is none.</param>
public sealed record ClosedEvent(Disposition? Disposition, PartId? Part = null, string? Canary = null) : NewPartEvent(EventKind.Closed, Part)
{
    /// <summary>All of a call of our own came.</summary>
    public const string Whole = "canary";

    /// <summary>Not all of a call of our own came in time.</summary>
    public const string Late = "late";

    internal override void Write(FactWriter facts)
    {
        base.Write(facts);
        facts.AddName("disposition", Disposition).Add(FactNames.Reason, Canary);
    }

    internal static ClosedEvent Read(FactReader facts) => new(
        facts.Text("disposition") is null ? null : facts.NeededName<Disposition>("disposition"), facts.Part(),
        facts.Text(FactNames.Reason));
}

/// <summary>The tip was opened again.</summary>
/// <param name="Part">The reason.</param>
public sealed record ReopenedEvent(PartId? Part) : NewPartEvent(EventKind.Reopened, Part);

/// <summary>A tip stayed without content for so long that it was dropped.</summary>
public sealed record DroppedEvent() : NewEvent(EventKind.Dropped);

/// <summary>The tip is of a call that the line made itself, to see whether all of it works.</summary>
public sealed record TestedEvent() : NewEvent(EventKind.Tested);

/// <summary>Tips with much the same words were found.</summary>
/// <param name="Part">The text that was compared.</param>
/// <param name="Similar">The tips, the likest first.</param>
public sealed record ComparedEvent(PartId? Part, IReadOnlyList<SimilarTip> Similar) : PartEvent(EventKind.Compared, Part)
{
    internal override void Write(FactWriter facts)
    {
        base.Write(facts);
        facts.AddList(FactNames.Similar, Similar);
    }

    internal static ComparedEvent Read(FactReader facts) =>
        new(facts.Part(), [.. facts.NeededList(FactNames.Similar).Select(SimilarTip.Read)]);
}

/// <summary>A tip with much the same words.</summary>
/// <param name="Tip">The tip.</param>
/// <param name="Likeness">The estimated share of words in common, 0 to 1, in hundredths.</param>
public readonly record struct SimilarTip(TipId Tip, double Likeness)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Tip}:{Likeness:0.00}");

    /// <summary>One of an estimate, in hundredths as its event will say it.</summary>
    public static SimilarTip Of(TipId tip, double likeness) => Read(new SimilarTip(tip, likeness).ToString());

    internal static SimilarTip Read(string text) => text.Split(':') is [var tip, var likeness]
        ? new SimilarTip(TipId.OrNone(tip), double.Parse(likeness, CultureInfo.InvariantCulture))
        : throw new FormatException("A similar tip has an id and a likeness.");
}
