using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Hotline.Local.FunctionsHost;

/// <summary>
/// <c>POST /admin/functions/{name}</c> runs a timer or a queue's function at once, as on the Functions host
/// (https://learn.microsoft.com/azure/azure-functions/functions-manually-run-non-http); the body is <c>{"input": "…"}</c>, or none. It
/// takes the master key in the header <c>x-functions-key</c>, and only this machine may ask: not what a tunnel brings in, and no web page,
/// whose browser names its origin.
/// </summary>
internal sealed class AdminEndpoint(IReadOnlyDictionary<string, IListener> listeners, string masterKey)
{
    /// <summary>The header that holds the key.</summary>
    public const string KeyHeader = "x-functions-key";

    /// <summary>
    /// Answers 202 and runs the function: 401 without the key, 404 where there is none, 403 from elsewhere, 400 for a body that is no JSON.
    /// </summary>
    public async Task RunAsync(HttpContext http)
    {
        if (!IsLocal(http.Request))
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
        else if (!IsKey(http.Request.Headers[KeyHeader].ToString()))
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else if (!listeners.TryGetValue((string)http.Request.RouteValues["name"]!, out var listener))
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (await ReadAsync(http) is { } call)
            await RunAsync(http, listener, call);
        else
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
    }

    private static async Task<Call?> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType())
            return http.Request.ContentLength is null or 0 ? new Call(null) : null;
        try
        {
            return await http.Request.ReadFromJsonAsync<Call>(http.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The answer goes at once and the request goes on, so that a stop waits for it as for any other.
    private static async Task RunAsync(HttpContext http, IListener listener, Call call)
    {
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        http.Response.ContentLength = 0;
        http.Response.Headers.Connection = "close";
        await http.Response.CompleteAsync();
        await listener.RunOnceAsync(call.Input);
    }

    private bool IsKey(string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(masterKey));

    private static bool IsLocal(HttpRequest request) =>
        request.Host.Host is "localhost" or "127.0.0.1"
        && !request.Headers.ContainsKey("X-Forwarded-For")
        && !request.Headers.ContainsKey("Forwarded")
        && request.Headers.Origin.Count == 0;

    private sealed record Call(string? Input);
}
