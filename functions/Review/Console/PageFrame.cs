using Hotline.Review.SignIn;

namespace Hotline.Review.Console;

/// <summary>What every page of the console says around its own content.</summary>
public sealed record PageFrame
{
    /// <summary>Who is signed in.</summary>
    public required string ReviewerName { get; init; }

    /// <summary>Their roles.</summary>
    public required IReadOnlyCollection<Role> Roles { get; init; }

    /// <summary>Posted back by every form.</summary>
    public required string AntiforgeryToken { get; init; }

    /// <summary>The time that relative times count from.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>How many messages wait in Undelivered.</summary>
    public required int Undelivered { get; init; }

    /// <summary>The answer's tag, with which the open page asks whether anything happened; null where it does not ask.</summary>
    public string? Tag { get; init; }

    /// <summary>Whether they have any of these roles.</summary>
    public bool IsAny(params IEnumerable<Role> roles) => roles.Any(Roles.Contains);
}
