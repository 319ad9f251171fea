using Hotline.Review.Console;

namespace Hotline.Review.WorkQueue;

/// <summary>The work queue.</summary>
public sealed record QueueModel
{
    /// <summary>What is around it.</summary>
    public required PageFrame Frame { get; init; }

    /// <summary>Which tips it shows.</summary>
    public required QueueFilter Filter { get; init; }

    /// <summary>How many tips each view has.</summary>
    public required IReadOnlyDictionary<QueueView, TipCount> Counts { get; init; }

    /// <summary>The tips, in order.</summary>
    public required IReadOnlyList<TipLine> Tips { get; init; }

    /// <summary>What to ask the next page with; null when this is the last.</summary>
    public string? Next { get; init; }

    /// <summary>The views that the reviewer saved.</summary>
    public required IReadOnlyList<SavedView> Views { get; init; }

    /// <summary>The languages one can filter by.</summary>
    public required IReadOnlyList<Choice> Languages { get; init; }

    /// <summary>The lines one can filter by.</summary>
    public required IReadOnlyList<Choice> Lines { get; init; }

    /// <summary>The tags one can filter by.</summary>
    public required IReadOnlyList<Choice> Tags { get; init; }

    /// <summary>To whom tips can be assigned.</summary>
    public required IReadOnlyList<PersonView> People { get; init; }
}

/// <summary>A view of the queue that a reviewer saved.</summary>
/// <param name="Name">What they called it.</param>
/// <param name="Query">The query of its URL, without the question mark.</param>
/// <param name="IsHere">Whether it is what the page shows.</param>
public sealed record SavedView(string Name, string Query, bool IsHere);

/// <summary>How many tips a view has, as far as is worth counting.</summary>
/// <param name="Number">How many were counted.</param>
/// <param name="HasMore">Whether there are more.</param>
public sealed record TipCount(int Number, bool HasMore)
{
    /// <summary>As people read it: <c>12</c>, or <c>99+</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Number}{(HasMore ? "+" : "")}");
}
