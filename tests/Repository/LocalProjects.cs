using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Hotline.Tests.Repository;

/// <summary>The projects of <c>local/</c>, and what they and their folders use.</summary>
internal static partial class LocalProjects
{
    /// <summary>The function app's project, as the projects of <c>local/</c> refer to it.</summary>
    public const string Functions = "functions";

    /// <summary>The folder of each project with those of the projects that it refers to.</summary>
    public static IReadOnlyDictionary<string, string[]> References { get; } =
        Directory.EnumerateDirectories(Path.Combine(Oracle.Root, "local")).SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"))
            .ToDictionary(FolderOf, project => ReferencesIn(File.ReadAllText(project)).ToArray());

    /// <summary>The folders that a project file refers to.</summary>
    public static IEnumerable<string> ReferencesIn(string project) =>
        XDocument.Parse(project).Descendants("ProjectReference").Select(reference => FolderOf(reference.Attribute("Include")!.Value));

    /// <summary>Whether a project refers to another one, itself or by others.</summary>
    public static bool Reaches(IReadOnlyDictionary<string, string[]> references, string from, string to) =>
        references.GetValueOrDefault(from, []).Any(next => next == to || Reaches(references, next, to));

    /// <summary>What the folders' code uses of each other: by the compiled code, and by the usings, which know of constants too.</summary>
    public static IEnumerable<(string From, string To)> Arrows()
    {
        var assemblies = References.Keys.Select(project => Assembly.Load(project == "Cli" ? "Hotline.Local" : $"Hotline.Local.{project}"));
        return Compiled([.. assemblies]).Concat(Written()).Distinct();
    }

    /// <summary>What the compiled code of assemblies uses of each other's namespaces in <c>local/</c>.</summary>
    public static IEnumerable<(string From, string To)> Compiled(params Assembly[] assemblies) =>
        Floors.Compiled(space => space.StartsWith("Hotline.Local.", StringComparison.Ordinal) ? space : null, assemblies)
            .Select(arrow => (arrow.From, arrow.To));

    private static IEnumerable<(string From, string To)> Written() =>
        from project in References.Keys
        from file in Directory.EnumerateFiles(Path.Combine(Oracle.Root, "local", project), "*.cs", SearchOption.AllDirectories)
        let source = File.ReadAllText(file)
        let space = Namespace().Match(source)
        where space.Success
        from used in Using().Matches(source)
        select (space.Groups[1].Value, used.Groups[1].Value);

    private static string FolderOf(string project) => project.Split('/')[^2];

    [GeneratedRegex(@"^namespace (Hotline\.Local\.[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (Hotline\.Local\.[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
