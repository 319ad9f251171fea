using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Platform.Http.Health;

/// <summary>Says that the process serves, and asks nothing else for it.</summary>
public static class ShowLiveness
{
    /// <summary>Answers 200.</summary>
    [Function(nameof(ShowLiveness))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/live")] HttpRequest request)
    {
        HealthHeaders.Harden(request.HttpContext.Response.Headers);
        return Results.Json(new LivenessAnswer("alive"), HealthJson.Default.LivenessAnswer);
    }
}
