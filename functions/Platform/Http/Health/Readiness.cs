using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Hotline.Platform.Http.Health;

/// <summary>
/// Asks the room's dependencies, side by side. Whoever asks within a few seconds shares one look, so that a flood of requests is none on
/// storage and bus.
/// </summary>
public sealed partial class Readiness(HealthCheckService checks, TimeProvider time, ILogger<Readiness> log)
{
    /// <summary>How long a look is shared.</summary>
    public static readonly TimeSpan Shared = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private Task<HealthReport>? latest;
    private long begun;

    /// <summary>What the latest look found.</summary>
    public Task<HealthReport> AskAsync(CancellationToken stop)
    {
        lock (gate)
        {
            if (latest is null || time.GetElapsedTime(begun) >= Shared)
                (latest, begun) = (LookAsync(), time.GetTimestamp());
            // Others wait for the same look: one who goes away does not end it.
            return latest.WaitAsync(stop);
        }
    }

    private async Task<HealthReport> LookAsync()
    {
        var report = await checks.CheckHealthAsync(CancellationToken.None);
        foreach (var (name, entry) in report.Entries)
            if (entry.Status != HealthStatus.Healthy)
                LogNotReady(name, entry.Status, entry.Duration.TotalMilliseconds, entry.Exception?.GetType().Name);
        return report;
    }

    [LoggerMessage(311, LogLevel.Warning, "{Dependency} is {Status} after {Milliseconds:0} ms ({Failure})")]
    private partial void LogNotReady(string dependency, HealthStatus status, double milliseconds, string? failure);
}
