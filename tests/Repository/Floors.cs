using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Hotline.Tests.Repository;

/// <summary>
/// The floors of <c>functions/</c> (docs/architecture.md): a slice, the folder one below its room, uses what is on floors below its own.
/// The rooms never meet.
/// </summary>
internal static partial class Floors
{
    private static readonly string[][] Ground =
    [
        ["Contracts"], ["Platform/Storage", "Platform/Sealing"], ["Platform/Settings", "Platform/Telemetry"],
        ["Platform/Messaging", "Platform/Twilio", "Platform/Words", "Platform/Scheduling"], ["Platform/Http"],
    ];

    private static readonly string[][] Intake =
    [
        ["Intake/Table", "Intake/Lines", "Intake/Jobs"], ["Intake/Limits", "Intake/Drop"], ["Intake/Evidence", "Intake/Receipts"],
        ["Intake/Calls", "Intake/Texts", "Intake/WebForm", "Intake/Transcripts", "Intake/CleanUp"], ["Intake/Reconciliation"],
    ];

    private static readonly string[][] Review =
    [
        ["Review/Table", "Review/Files", "Review/Triage", "Review/Jobs"], ["Review/Ledger"], ["Review/Tips"], ["Review/SignIn"], ["Review/Console"],
        ["Review/Numbers", "Review/Similarity"],
        [
            "Review/Acceptance", "Review/Outreach", "Review/WorkQueue", "Review/Evidence", "Review/OnCall", "Review/Canary",
            "Review/Undelivered",
        ],
        ["Review/Casework", "Review/Retention"], ["Review/Audit"],
    ];

    private static readonly Dictionary<string, int> FloorOf =
        Numbered(Ground, 0).Concat(Numbered(Intake, 100)).Concat(Numbered(Review, 100)).Concat(Numbered([["Rooms"], ["Program"]], 200))
            .ToDictionary(pair => pair.Slice, pair => pair.Floor);

    /// <summary>All slices.</summary>
    public static IReadOnlyCollection<string> Slices => FloorOf.Keys;

    /// <summary>The slice of a namespace; null for what is none of ours.</summary>
    public static string? SliceOf(string space)
    {
        var names = space.Split('.');
        return names[0] != "Hotline" || names is [_, "Tests" or "Local", ..] ? null
            : names.Length == 1 ? "Program"
            : names[1] is "Contracts" or "Rooms" || names.Length == 2 ? names[1] : $"{names[1]}/{names[2]}";
    }

    /// <summary>Whether a slice may use another one.</summary>
    public static bool MayUse(string from, string to) =>
        from == to || (FloorOf.TryGetValue(from, out var above) && FloorOf.TryGetValue(to, out var below) && below < above
            && !(RoomOf(from) is { } one && RoomOf(to) is { } other && one != other));

    /// <summary>
    /// What uses what, by the compiled code: constants and <c>nameof</c> are not in it any more. (The library takes generic parameters of
    /// one name for each other.)
    /// </summary>
    public static IReadOnlySet<Arrow> Compiled(params System.Reflection.Assembly[] assemblies) => Compiled(SliceOf, assemblies);

    /// <summary>The same between other slices than the floors'.</summary>
    public static IReadOnlySet<Arrow> Compiled(Func<string, string?> sliceOf, params System.Reflection.Assembly[] assemblies) =>
        (from type in new ArchLoader().LoadAssemblies(assemblies).Build().Types
         where !IsMade(type)
         from dependency in type.Dependencies
         where !IsMade(dependency.Target) && dependency.Target is not GenericParameter
         let arrow = Between(sliceOf(SpaceOf(type)), sliceOf(SpaceOf(dependency.Target)), type.Name, dependency.Target.Name)
         where arrow is not null
         select arrow).ToHashSet();

    /// <summary>What uses what, by a source file's namespace and the namespaces that it uses or names.</summary>
    public static IEnumerable<Arrow> Written(string path, string source)
    {
        var space = Namespace().Match(source) is { Success: true } said ? said.Groups[1].Value
            : "Hotline" + string.Concat(path.Split('/').SkipLast(1).Select(folder => $".{folder}"));
        return Mention().Matches(source).Select(mention => mention.Groups[1].Value)
            .Select(used => Between(SliceOf(space), SliceOf(used), path, used)).OfType<Arrow>();
    }

    /// <summary>The arrows that no way over others says already.</summary>
    public static IEnumerable<(string From, string To)> Reduced(IEnumerable<(string From, string To)> arrows)
    {
        var next = arrows.Distinct().ToLookup(arrow => arrow.From, arrow => arrow.To);
        return from start in next
               from to in start
               where !start.Any(other => other != to && Reaches(other, to))
               select (start.Key, to);

        bool Reaches(string from, string to) => next[from].Any(step => step == to || Reaches(step, to));
    }

    private static Arrow? Between(string? from, string? to, string where, string what) =>
        (from, to) is ({ } one, { } other) && one != other ? new Arrow(one, other, where, what) : null;

    // What the SDK's generators make has the root's namespace, or one of its own.
    private static bool IsMade(IType type) => type.Name.StartsWith('<') || SpaceOf(type).Contains("Generated", StringComparison.Ordinal);

    private static string SpaceOf(IType type) => type.Namespace?.FullName ?? "";

    private static string? RoomOf(string slice) => slice.Split('/')[0] is "Intake" or "Review" ? slice.Split('/')[0] : null;

    private static IEnumerable<(string Slice, int Floor)> Numbered(string[][] floors, int first) =>
        floors.SelectMany((slices, floor) => slices.Select(slice => (slice, first + floor)));

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    // In a using or in full: both say what a file needs.
    [GeneratedRegex(@"\b(Hotline\.(?:Contracts|Rooms|Platform\.\w+|Intake\.\w+|Review\.\w+))\b")]
    private static partial Regex Mention();
}

/// <summary>A slice uses another one.</summary>
/// <param name="From">Which.</param>
/// <param name="To">What it uses.</param>
/// <param name="Where">The type or file that does.</param>
/// <param name="What">The type or namespace that it uses.</param>
internal sealed record Arrow(string From, string To, string Where, string What);
