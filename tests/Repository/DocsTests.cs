using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Hotline.Tests.Repository;

/// <summary>The documents: made by what they say they are made by, and without a link that leads nowhere.</summary>
public sealed partial class DocsTests
{
    [Fact]
    public async Task The_cost_page_is_what_its_script_prints()
    {
        using var node = Process.Start(
            new ProcessStartInfo("node", "docs/cost.mjs") { WorkingDirectory = Oracle.Root, RedirectStandardOutput = true })!;
        var stop = TestContext.Current.CancellationToken;
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Oracle.Root, "docs", "cost.md"), stop),
            await node.StandardOutput.ReadToEndAsync(stop));
    }

    [Fact]
    public void Links_between_the_documents_lead_somewhere()
    {
        var pages = new[] { "*.md", "docs/*.md", "docs/decisions/*.md", "infra/*.md" }.SelectMany(pattern => Directory.EnumerateFiles(
            Path.Combine(Oracle.Root, Path.GetDirectoryName(pattern)!), Path.GetFileName(pattern)))
            .Concat(LocalProjects.References.Keys.Select(project => Path.Combine(Oracle.Root, "local", project, "README.md"))).ToList();
        var links = pages.SelectMany(page => Link().Matches(File.ReadAllText(page))
            .Select(link => (Page: page, To: link.Groups["to"].Value))
            .Where(link => !link.To.Contains(':', StringComparison.Ordinal))).ToList();
        Assert.NotEmpty(links);
        Assert.DoesNotContain(links, link => !Leads(link.Page, link.To));
    }

    private static bool Leads(string page, string to)
    {
        var (path, part) = (to.Split('#')[0], to.Split('#').ElementAtOrDefault(1));
        var target = path.Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, path));
        return part is null
            ? Path.Exists(target)
            : File.Exists(target)
            && Heading().Matches(File.ReadAllText(target)).Any(heading => Anchor(heading.Groups["text"].Value.Trim()) == part);
    }

    private static string Anchor(string heading) => NotInAnchor().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
