using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Console;

/// <summary>Serves the console's stylesheet, scripts and sign.</summary>
public sealed class ServeConsoleAsset
{
    /// <summary>The file, to be kept for good where the address names its content.</summary>
    [Function(nameof(ServeConsoleAsset))]
    [Needs(Role.Reviewer, Role.Supervisor, Role.Auditor, Role.Administrator)]
    public static IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "review/assets/{name}")] HttpRequest request, string name)
    {
        if (ConsoleAssets.Find(name) is not { } asset)
            return Results.NotFound();
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = request.Query["v"] == asset.Hash ? "private, max-age=31536000, immutable" : "no-cache";
        headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(asset.Content, asset.ContentType);
    }
}
