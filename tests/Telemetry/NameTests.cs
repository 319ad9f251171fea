using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hotline.Platform.Telemetry;

namespace Hotline.Tests.Telemetry;

/// <summary>The names by which people look for what happened.</summary>
public sealed partial class NameTests
{
    [Fact]
    public void Every_line_of_the_log_has_an_event_id_and_no_two_have_the_same()
    {
        // The attribute is not kept in the assembly.
        var sources = Sources();
        var ids = EventIds().Matches(sources).Select(found => int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(sources.Split("[LoggerMessage(").Length - 1, ids.Count);
        Assert.True(ids.Count >= 20);
        Assert.All(ids, id => Assert.True(id > 0));
        Assert.Empty(ids.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public void The_workbook_asks_only_for_names_that_the_code_has()
    {
        var workbook = File.ReadAllText(Path.Combine(Oracle.Root, "infra", "workbook.json"));
        var sources = Sources();
        var queries = JsonNode.Parse(workbook)!["items"]!.AsArray()
            .Select(item => (string?)item!["content"]!["query"]).OfType<string>().ToList();
        Assert.True(queries.Count >= 6);
        var names = queries.SelectMany(query => Names().Matches(query)).Select(found => found.Groups[1].Value).Distinct().ToList();
        Assert.True(names.Count >= 9);
        Assert.All(names, name => Assert.Contains($"\"{name}\"", sources, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_measure_is_on_the_workbook()
    {
        var workbook = File.ReadAllText(Path.Combine(Oracle.Root, "infra", "workbook.json"));
        var measures = Names()
            .Matches(File.ReadAllText(Path.Combine(Oracle.Root, "functions", "Platform", "Telemetry", "Metrics.cs")).Replace('"', '\''))
            .Select(found => found.Groups[1].Value)
            .Where(name => name is not (Metrics.Function or Metrics.Kind or Metrics.Status or Metrics.Queue));
        Assert.All(measures, measure => Assert.Contains($"'{measure}'", workbook, StringComparison.Ordinal));
    }

    private static string Sources() => string.Concat(Directory.EnumerateFiles(Path.Combine(Oracle.Root, "functions"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
        .Select(File.ReadAllText));

    [GeneratedRegex("\\[LoggerMessage\\(([1-9][0-9]*),")]
    private static partial Regex EventIds();

    // Names of ours, in the quotes of the query language: 'hotline.…', and those of the conventions.
    [GeneratedRegex("'((?:hotline|messaging|http)\\.[a-z_.]+)'")]
    private static partial Regex Names();
}
