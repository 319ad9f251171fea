using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Hotline.Tests.Repository;

/// <summary>What GitHub runs for us: with which rights, and by which commands.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Folder = Path.Combine(Oracle.Root, ".github", "workflows");

    // What a job may have beyond reading the code, and why: OIDC, and handing in CodeQL's findings.
    private static readonly string[] Writing =
        ["deploy.yml/deploy: id-token", "security.yml/codeql: security-events", "what-if.yml/staging: id-token"];

    public static TheoryData<string> Workflows => [.. Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_may_read_the_code_and_nothing_else(string file) =>
        Assert.Equal(["contents: read"], Pairs(Assert.IsType<YamlMappingNode>(Read(file)["permissions"])));

    [Fact]
    public void What_a_job_may_write_is_listed_here() =>
        Assert.Equal(Writing, Workflows.Select(row => row.Data).SelectMany(file => Jobs(file)
        .Where(job => job.Value.Children.ContainsKey("permissions"))
        .SelectMany(job => Pairs((YamlMappingNode)job.Value["permissions"])
            .Where(pair => !pair.EndsWith(": read", StringComparison.Ordinal))
            .Select(pair => $"{file}/{job.Key}: {pair.Split(':')[0]}"))));

    [Fact]
    public void Tests_are_run_by_the_one_command()
    {
        var runs = Workflows.Select(row => row.Data).SelectMany(Steps).Select(step => Text(step, "run")).OfType<string>().ToList();
        Assert.DoesNotContain(runs, run => OtherTest().IsMatch(run));
        Assert.Equal(2, runs.Count(run => run == "./hotline test"));
        Assert.Contains("./hotline test", File.ReadAllText(Path.Combine(Oracle.Root, ".ci", "run")));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_keeps_to_what_is_safe(string file)
    {
        // A pull request from outside runs with no secret: this trigger would hand them over.
        Assert.DoesNotContain("pull_request_target", File.ReadAllText(Path.Combine(Folder, file)));
        Assert.All(Jobs(file), job =>
            Assert.True(job.Value.Children.ContainsKey("timeout-minutes") || job.Value.Children.ContainsKey("uses"),
            $"{job.Key} has no limit."));
        foreach (var step in Steps(file))
        {
            // What somebody writes into a title or a branch's name is not put into a script: it comes by a variable.
            Assert.DoesNotContain("${{", Text(step, "run") ?? "");
            var action = Text(step, "uses");
            Assert.True(action is null || Pinned().IsMatch(action), $"{action} names no version.");
            if (action?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true)
                Assert.Equal("false", Text((YamlMappingNode)step["with"], "persist-credentials"));
        }
    }

    [Fact]
    public void Dependabot_watches_every_place_that_names_packages()
    {
        var updates = Assert.IsType<YamlSequenceNode>(
            Load(Path.Combine(Oracle.Root, ".github", "dependabot.yml"))["updates"]).Cast<YamlMappingNode>().ToList();
        Assert.Equal(["dotnet-sdk", "github-actions", "npm", "nuget"], updates.Select(update => Text(update, "package-ecosystem")).Order());
        var npm = ((YamlSequenceNode)updates.Single(update => Text(update, "package-ecosystem") == "npm")["directories"])
            .Select(folder => folder.ToString());
        var packages = Directory.EnumerateFiles(Oracle.Root, "package-lock.json", new EnumerationOptions { RecurseSubdirectories = true })
            .Where(path => !path.Contains("node_modules", StringComparison.Ordinal)
                && !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(path => $"/{Path.GetRelativePath(Oracle.Root, Path.GetDirectoryName(path)!).Replace('\\', '/')}");
        Assert.Equal(packages.Order(), npm.Order());
    }

    private static YamlMappingNode Read(string file) => Load(Path.Combine(Folder, file));

    private static YamlMappingNode Load(string path)
    {
        var yaml = new YamlStream();
        using var text = File.OpenText(path);
        yaml.Load(text);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static IEnumerable<KeyValuePair<string, YamlMappingNode>> Jobs(string file) =>
        ((YamlMappingNode)Read(file)["jobs"]).Select(job => KeyValuePair.Create(job.Key.ToString(), (YamlMappingNode)job.Value));

    private static IEnumerable<YamlMappingNode> Steps(string file) =>
        Jobs(file).SelectMany(job => job.Value.Children.TryGetValue("steps", out var steps)
            ? ((YamlSequenceNode)steps).Cast<YamlMappingNode>() : []);

    private static IEnumerable<string> Pairs(YamlMappingNode node) => node.Select(pair => $"{pair.Key}: {pair.Value}");

    private static string? Text(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) ? value.ToString() : null;

    [GeneratedRegex(@"dotnet test|tests/run\.sh|Hotline\.Tests")]
    private static partial Regex OtherTest();

    [GeneratedRegex(@"^[\w./-]+@(v\d+|[0-9a-f]{40})$")]
    private static partial Regex Pinned();
}
