using Hotline.Contracts;

namespace Hotline.Review.WorkQueue;

/// <summary>Which tips the work queue shows.</summary>
public sealed record QueueFilter
{
    /// <summary>Which of the lists beside the queue is shown.</summary>
    public required QueueView View { get; init; }

    /// <summary>Only tips that came this way.</summary>
    public Channel? Channel { get; init; }

    /// <summary>Only tips in this language.</summary>
    public string? Language { get; init; }

    /// <summary>Only tips of this priority.</summary>
    public int? Priority { get; init; }

    /// <summary>Only tips of this line.</summary>
    public string? Line { get; init; }

    /// <summary>Only tips opened on this day or later.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Only tips opened on this day or earlier.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Only tips with this tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Whether it shows not all of the view's tips.</summary>
    public bool IsFiltered => this is not { Channel: null, Language: null, Priority: null, Line: null, From: null, To: null, Tag: null };

    /// <summary>In which order; the first of a view is its own.</summary>
    public TipOrder Sort { get; init; }

    /// <summary>Where the page before ended; null for the first page.</summary>
    public string? After { get; init; }
}
