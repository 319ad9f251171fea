using System.Text.RegularExpressions;

namespace Hotline.Tests.Repository;

/// <summary>The stand-ins of <c>local/</c> stand for themselves, and nothing there goes in circles.</summary>
public sealed partial class LocalProjectTests
{
    private static readonly Lazy<IReadOnlyList<(string From, string To)>> Arrows = new(() => [.. LocalProjects.Arrows()]);

    [Fact]
    public void Stand_ins_know_nothing_of_the_function_app() => Assert.Equal(
        ["Azurite", "FunctionsHost", "Loopback", "ServiceBus", "SignIn", "Speech", "TwilioSimulator"],
        LocalProjects.References.Keys.Where(project => !LocalProjects.Reaches(LocalProjects.References, project, LocalProjects.Functions))
            .Order(StringComparer.Ordinal));

    // By itself, and by a project that it refers to.
    [Theory]
    [InlineData("ServiceBus")]
    [InlineData("Loopback")]
    public void A_planted_reference_is_seen(string project)
    {
        var planted = LocalProjects.ReferencesIn(
            """<Project><ItemGroup><ProjectReference Include="../../functions/Hotline.Functions.csproj" /></ItemGroup></Project>""");
        var references = LocalProjects.References.ToDictionary(
            pair => pair.Key, pair => pair.Key == project ? [.. pair.Value, .. planted] : pair.Value);
        Assert.True(LocalProjects.Reaches(references, "ServiceBus", LocalProjects.Functions));
    }

    [Fact]
    public void Folders_do_not_go_in_circles()
    {
        Assert.NotEmpty(Arrows.Value);
        Assert.Empty(Circles(Arrows.Value));
    }

    [Fact]
    public void A_planted_circle_is_seen()
    {
        var planted = LocalProjects.Compiled(typeof(LocalProjectTests).Assembly);
        Assert.Contains("Hotline.Local.Twilio.Account", Circles([.. Arrows.Value, .. planted]));
    }

    [Fact]
    public void The_drawing_shows_the_references()
    {
        var page = File.ReadAllText(Path.Combine(Oracle.Root, "docs", "architecture.md"));
        var references = LocalProjects.References.SelectMany(pair => pair.Value.Select(to => (pair.Key, to)));
        Assert.Equal(
            Floors.Reduced(references).Select(arrow => $"Local{arrow.From} --> Local{arrow.To}".Replace("Localfunctions", "Functions"))
                .Order(StringComparer.Ordinal),
            DrawnArrow().Matches(page).Select(arrow => arrow.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_project_says_what_it_is_in_ten_lines() => Assert.DoesNotContain(
        LocalProjects.References.Keys.Select(project => Path.Combine(Oracle.Root, "local", project, "README.md")),
        page => !File.Exists(page) || File.ReadAllLines(page).Length > 10);

    // What is left when whatever uses nothing more is taken away, again and again: circles, and what leads to one.
    private static HashSet<string> Circles(IReadOnlyCollection<(string From, string To)> arrows)
    {
        var left = arrows.Select(arrow => arrow.From).ToHashSet();
        while (left.RemoveWhere(folder => !arrows.Any(arrow => arrow.From == folder && left.Contains(arrow.To))) > 0)
        {
        }

        return left;
    }

    [GeneratedRegex(@"^\s*(Local\w+ --> \w+)$", RegexOptions.Multiline)]
    private static partial Regex DrawnArrow();
}
