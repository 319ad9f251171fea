using System.Text.Json.Nodes;
using Hotline.Platform.Http;

namespace Hotline.Tests.Hosting;

/// <summary>The functions of an app as others know them: hosts, Twilio's configuration, bookmarks, whoever sends to the queues.</summary>
internal static class FunctionTable
{
    private static readonly string[] Gated = ["twilio", "review", "report", "receipt", "health", LeadOn.Route];

    /// <summary>The committed table: what may change only on purpose.</summary>
    public static string Committed { get; } = Path.Combine(Oracle.Root, "tests", "Hosting", "functions.txt");

    /// <summary>What the published app says of itself.</summary>
    public static JsonArray Read(string app) => JsonNode.Parse(File.ReadAllText(Path.Combine(app, "functions.metadata")))!.AsArray();

    /// <summary>A line a function: name, room, then its trigger's type, parameter and all that it says, in a fixed order.</summary>
    public static IReadOnlyList<string> Lines(JsonArray functions) =>
        [.. functions.Select(function => LineOf(function!)).Order(StringComparer.Ordinal)];

    /// <summary>In what the functions differ from the table.</summary>
    public static IEnumerable<string> Differences(JsonArray functions, IEnumerable<string> table)
    {
        var (found, expected) = (Lines(functions), table.ToList());
        return found.Except(expected).Select(line => $"not in the table: {line}")
            .Concat(expected.Except(found).Select(line => $"not in the app: {line}"));
    }

    /// <summary>The functions that a request starts and no gate guards, or that ask for a key that nobody has.</summary>
    public static IEnumerable<string> Ungated(JsonArray functions) =>
        from function in functions
        let trigger = TriggerOf(function)
        where (string)trigger["type"]! == "httpTrigger"
        where !Gated.Any(gate => (string?)trigger["route"] is { } route && (route == gate || route.Split('/')[0] == gate))
            || (string?)trigger["authLevel"] != "Anonymous"
            || trigger["methods"]?.AsArray() is not { Count: > 0 }
        select (string)function["name"]!;

    /// <summary>The binding that starts a function.</summary>
    public static JsonObject TriggerOf(JsonNode function) => function["bindings"]!.AsArray().Select(binding => binding!.AsObject())
        .Single(binding => ((string)binding["type"]!).EndsWith("Trigger", StringComparison.Ordinal));

    private static string LineOf(JsonNode function)
    {
        var folder = ((string)function["entryPoint"]!).Split('.')[1];
        var room = folder is "Intake" or "Review" ? folder : "both";
        var bindings = function["bindings"]!.AsArray().Select(binding => string.Join(' ', binding!.AsObject()
            .Where(part => part.Key is not ("properties" or "direction" or "name" or "type" or "dataType"))
            .OrderBy(part => part.Key, StringComparer.Ordinal)
            .Select(part =>
                $"{part.Key}={(part.Value is JsonArray many ? string.Join(',', many.Select(one => (string)one!)) : part.Value)}")
            .Prepend($"{binding["type"]}({binding["name"]})")));
        return $"{function["name"]} {room}: {string.Join("; ", bindings)}";
    }
}
