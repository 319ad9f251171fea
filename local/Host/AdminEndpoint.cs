using Microsoft.AspNetCore.Http;

namespace Hotline.Local.Host;

/// <summary>
/// <c>POST /admin/functions/{name}</c> runs a timer or a queue's function at once, as on the Functions host
/// (https://learn.microsoft.com/azure/azure-functions/functions-manually-run-non-http); the body is <c>{"input": "…"}</c>. Only this
/// machine may ask: not what a tunnel brings in, and no web page, since none can send JSON across origins unasked.
/// </summary>
internal sealed class AdminEndpoint(IReadOnlyDictionary<string, IListener> listeners)
{
    /// <summary>Answers 202 and runs the function: 404 where there is none, 403 from elsewhere, 415 without JSON.</summary>
    public async Task RunAsync(HttpContext http)
    {
        if (!IsLocal(http.Request))
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
        else if (!http.Request.HasJsonContentType())
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        else if (!listeners.TryGetValue((string)http.Request.RouteValues["name"]!, out var listener))
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            await RunAsync(http, listener);
    }

    // The answer goes at once and the request goes on, so that a stop waits for it as for any other.
    private static async Task RunAsync(HttpContext http, IListener listener)
    {
        var call = await http.Request.ReadFromJsonAsync<Call>(http.RequestAborted);
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        http.Response.ContentLength = 0;
        http.Response.Headers.Connection = "close";
        await http.Response.CompleteAsync();
        await listener.RunOnceAsync(call?.Input);
    }

    private static bool IsLocal(HttpRequest request) =>
        request.Host.Host is "localhost" or "127.0.0.1"
        && !request.Headers.ContainsKey("X-Forwarded-For")
        && !request.Headers.ContainsKey("Forwarded");

    private sealed record Call(string? Input);
}
