using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hotline.Platform.Http.Health;

/// <summary>Says whether the room's dependencies answer, and how soon: names and times, nothing more.</summary>
public sealed class ShowReadiness(Readiness readiness)
{
    /// <summary>Answers 200, or 503 when a needed dependency does not answer.</summary>
    [Function(nameof(ShowReadiness))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/ready")] HttpRequest request, CancellationToken stop)
    {
        HealthHeaders.Harden(request.HttpContext.Response.Headers);
        var report = await readiness.AskAsync(stop);
        return Results.Json(
            ReadinessAnswer.Of(report), HealthJson.Default.ReadinessAnswer,
            statusCode: report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
