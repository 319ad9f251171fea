using Hotline.Review.Console;

namespace Hotline.Review.Undelivered;

/// <summary>The page of the messages that could not be delivered.</summary>
public sealed record UndeliveredModel
{
    /// <summary>What is around them.</summary>
    public required PageFrame Frame { get; init; }

    /// <summary>A page of the messages: those that wait, the oldest first, and behind them those that were settled.</summary>
    public required IReadOnlyList<UndeliveredLine> Messages { get; init; }

    /// <summary>What all that wait for, the most frequent first.</summary>
    public IReadOnlyList<UndeliveredCause> Causes { get; init; } = [];

    /// <summary>What was just done; null when nothing was.</summary>
    public string? Notice { get; init; }

    /// <summary>Whether it is the first page.</summary>
    public bool IsFirst { get; init; } = true;

    /// <summary>The query of the next page, with its question mark; null when this is the last.</summary>
    public string? Next { get; init; }
}

/// <summary>A message that could not be delivered, as the page lists it.</summary>
public sealed record UndeliveredLine
{
    /// <summary>By which the page’s forms name the message.</summary>
    public required string Id { get; init; }

    /// <summary>The queue it came from.</summary>
    public required string Source { get; init; }

    /// <summary>Why it is here.</summary>
    public required string Reason { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>Its bytes.</summary>
    public required int Size { get; init; }

    /// <summary>What became of it.</summary>
    public required UndeliveredState State { get; init; }

    /// <summary>Whether it may be sent again: false where it says to come from Review, and Review does not know it.</summary>
    public bool MayBeSentAgain { get; init; } = true;

    /// <summary>Whether it waits for somebody.</summary>
    public bool IsWaiting => State == UndeliveredState.Waiting;
}
