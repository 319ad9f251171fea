using System.Globalization;
using System.Text.Json.Nodes;

namespace Hotline.Local.Host;

/// <summary>What this host heeds of host.json (https://learn.microsoft.com/azure/azure-functions/functions-host-json).</summary>
internal sealed record HostJson(string RoutePrefix, TimeSpan? FunctionTimeout, int MaxConcurrentCalls, int PrefetchCount, TimeSpan LockRenewal)
{
    /// <summary>Reads the app's host.json; what it does not say has the real host's default.</summary>
    public static HostJson Read(string appDirectory)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(appDirectory, "host.json")))!;
        var bus = json["extensions"]?["serviceBus"];
        return new HostJson(
            (string?)json["extensions"]?["http"]?["routePrefix"] ?? "api",
            Span(json["functionTimeout"]),
            (int?)bus?["maxConcurrentCalls"] ?? 16,
            (int?)bus?["prefetchCount"] ?? 0,
            Span(bus?["maxAutoLockRenewalDuration"]) ?? TimeSpan.FromMinutes(5));
    }

    private static TimeSpan? Span(JsonNode? value) => value is null ? null : TimeSpan.Parse((string)value!, CultureInfo.InvariantCulture);
}
