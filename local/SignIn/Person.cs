namespace Hotline.Local.SignIn;

/// <summary>Somebody who can sign in on this machine.</summary>
/// <param name="Id">The lasting id.</param>
/// <param name="Name">The name.</param>
/// <param name="Roles">The app roles.</param>
internal sealed record Person(string Id, string Name, params string[] Roles)
{
    /// <summary>The people of this machine: invented.</summary>
    public static IReadOnlyList<Person> All { get; } =
    [
        new("rosa-vidal", "Rosa Vidal", "Reviewer"),
        new("ben-okafor", "Ben Okafor", "Reviewer"),
        new("sam-lindqvist", "Sam Lindqvist", "Reviewer", "Supervisor"),
        new("ada-moreau", "Ada Moreau", "Auditor"),
        new("kit-tanaka", "Kit Tanaka", "Administrator"),
    ];
}
