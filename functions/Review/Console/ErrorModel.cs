namespace Hotline.Review.Console;

/// <summary>Something that can't be shown.</summary>
public sealed record ErrorModel
{
    /// <summary>What is around it; null when nobody is signed in.</summary>
    public required PageFrame? Frame { get; init; }

    /// <summary>The answer's status: 403, 404 or 409.</summary>
    public required int Status { get; init; }

    /// <summary>One line that says why.</summary>
    public required string Reason { get; init; }

    /// <summary>The address of a way back.</summary>
    public string Back { get; init; } = "/review/tips";

    /// <summary>Where that leads, as people read it.</summary>
    public string BackTo { get; init; } = "Back to the queue";
}
