using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hotline.Platform.Http.Health;

/// <summary>The answer of <c>health/live</c>.</summary>
/// <param name="Status">Always <c>alive</c>.</param>
public sealed record LivenessAnswer(string Status);

/// <summary>The answer of <c>health/ready</c>.</summary>
/// <param name="Status"><c>ready</c>; <c>degraded</c> when something is short that callers can do without; else <c>failing</c>.</param>
/// <param name="Dependencies">Each dependency, by name.</param>
public sealed record ReadinessAnswer(string Status, IReadOnlyList<DependencyAnswer> Dependencies)
{
    /// <summary>What a report says to everybody.</summary>
    public static ReadinessAnswer Of(HealthReport report) => new(
        Word(report.Status),
        [
            .. report.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => new DependencyAnswer(entry.Key, Word(entry.Value.Status), (long)entry.Value.Duration.TotalMilliseconds)),
        ]);

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ready",
        HealthStatus.Degraded => "degraded",
        _ => "failing",
    };
}

/// <summary>A dependency as it answered.</summary>
/// <param name="Name">Its name, such as <c>table</c>.</param>
/// <param name="Status">As of the whole.</param>
/// <param name="Milliseconds">How long it took to answer, or was waited for.</param>
public sealed record DependencyAnswer(string Name, string Status, long Milliseconds);

/// <summary>The JSON of the answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LivenessAnswer))]
[JsonSerializable(typeof(ReadinessAnswer))]
public sealed partial class HealthJson : JsonSerializerContext;

/// <summary>The headers of the answers: nobody keeps them, no page shows them.</summary>
public static class HealthHeaders
{
    /// <summary>Sets them.</summary>
    public static void Harden(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
