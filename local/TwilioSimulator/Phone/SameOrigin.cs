using Microsoft.AspNetCore.Http;

namespace Hotline.Local.Twilio.Phone;

/// <summary>
/// Keeps other sites out of what a browser on this machine can reach: a name of theirs that leads to loopback (DNS rebinding) by the Host
/// header, their requests by what browsers say of them (https://developer.mozilla.org/docs/Web/HTTP/Headers/Sec-Fetch-Site).
/// </summary>
internal static class SameOrigin
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Guards <c>/phone</c> and <c>/simulator</c>; Twilio's own API has its keys.</summary>
    public static async Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments("/phone") && !http.Request.Path.StartsWithSegments("/simulator"))
        {
            await next(http);
            return;
        }

        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=()";
        if (IsOwn(http.Request))
            await next(http);
        else
            await Results.Text("Only this machine's own pages may ask for this.", statusCode: 403).ExecuteAsync(http);
    }

    private static bool IsOwn(HttpRequest request)
    {
        if (request.Host.Host is not ("127.0.0.1" or "localhost" or "[::1]"))
            return false;
        if (request.Headers.Origin is [{ } origin, ..] && origin != $"{request.Scheme}://{request.Host}")
            return false;
        var isLink = HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate";
        return isLink || request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
    }
}
