using Hotline.Contracts;
using Hotline.Review.Console;
using Hotline.Review.Ledger;
using Hotline.Review.Tips;

namespace Hotline.Review.WorkQueue;

/// <summary>A tip as the work queue lists it: nothing in it is content.</summary>
public sealed record TipLine
{
    /// <summary>The tip's id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required TipStage Stage { get; init; }

    /// <summary>1, the most urgent, to 4.</summary>
    public required int Priority { get; init; }

    /// <summary>When its first part came.</summary>
    public required DateTimeOffset Opened { get; init; }

    /// <summary>When its latest part came.</summary>
    public required DateTimeOffset Latest { get; init; }

    /// <summary>The line that was called or texted; empty where none was.</summary>
    public string Line { get; init; } = "";

    /// <summary>The ways by which it came.</summary>
    public IReadOnlyList<Channel> Channels { get; init; } = [];

    /// <summary>BCP 47; null where nobody knows.</summary>
    public string? Language { get; init; }

    /// <summary>The name of who claimed it; null when nobody did.</summary>
    public string? Holder { get; init; }

    /// <summary>Whether the holder is who looks at it.</summary>
    public bool HeldByMe { get; init; }

    /// <summary>Whether a supervisor was asked for.</summary>
    public bool Escalated { get; init; }

    /// <summary>Whether the reporter has answered since somebody last acted.</summary>
    public bool Answered { get; init; }

    /// <summary>What reviewers tagged it with, by which a click filters.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Why it has its priority, as people read it.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>How many recordings it has.</summary>
    public int Recordings { get; init; }

    /// <summary>How many statements it has.</summary>
    public int Statements { get; init; }

    /// <summary>How many attachments it has.</summary>
    public int Attachments { get; init; }

    /// <summary>What became of it; null while it is not closed.</summary>
    public Disposition? Disposition { get; init; }

    /// <summary>Why it comes last; empty for most.</summary>
    public IReadOnlyList<DeprioritisedReason> Lowered { get; init; } = [];

    /// <summary>The part ids of what neither a rule nor a person has read.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>Whether there are words in it that rules have read.</summary>
    public bool HasWords { get; init; } = true;

    /// <summary>Whether it is closed.</summary>
    public bool IsClosed => Stage == TipStage.Closed;

    /// <summary>What it is made of.</summary>
    public string Contents => string.Join(", ", new[]
    {
        Recordings > 0 ? Labels.Count(Recordings, "recording") : null,
        Statements > 0 ? Labels.Count(Statements, "message") : null,
        Attachments > 0 ? Labels.Count(Attachments, "file") : null,
    }.OfType<string>());
}
