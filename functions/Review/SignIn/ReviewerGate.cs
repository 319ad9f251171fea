using System.Security.Claims;
using Hotline.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Review.SignIn;

/// <summary>
/// Stands before every function under <c>review/</c>: only a signed-in person with a role that the function names comes in, and a post only
/// from our own page.
/// </summary>
public sealed partial class ReviewerGate(
    IdTokens tokens, Seats seats, IAntiforgery antiforgery, IOptions<HotlineOptions> hotline, ILogger<ReviewerGate> log) : IFunctionsWorkerMiddleware
{
    /// <summary>The header of what a page does by itself; it keeps no session open.</summary>
    public const string BackgroundHeader = "X-Hotline-Background";

    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private readonly string origin = hotline.Value.PublicUrl!.GetLeftPart(UriPartial.Authority);

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext() ?? throw new InvalidOperationException("The gate stands before HTTP functions only.");
        Harden(http.Response.Headers);
        if (await RefusalAsync(context.FunctionDefinition.Name, http, context.CancellationToken) is { } refusal)
        {
            LogRefused(context.FunctionDefinition.Name, refusal.Status, refusal.Reason);
            context.GetInvocationResult().Value = refusal.Answer ?? Results.Text($"{refusal.Reason}\n", "text/plain", statusCode: refusal.Status);
            return;
        }

        await next(context);
    }

    private async Task<Refusal?> RefusalAsync(string function, HttpContext http, CancellationToken stop)
    {
        var token = http.Request.Headers[IdTokens.Header].ToString();
        var reviewer = token.Length > 0 ? await tokens.ReadAsync(token, stop) : null;
        if (reviewer is null)
            return SignIn(http, "Sign in first.", "/.auth/login/aad?post_login_redirect_uri=");
        http.Features.Set(reviewer);
        http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, reviewer.Id)], "IdToken"));
        if (!NeedsAttribute.Of(function).Any(reviewer.Roles.Contains))
            return new Refusal(StatusCodes.Status403Forbidden, "Your role does not allow this.");
        var isActivity = !http.Request.Headers.ContainsKey(BackgroundHeader);
        if (!await seats.IsOpenAsync(reviewer, http.Request.Actor(), isActivity, stop))
            return SignIn(http, "Your session was locked after 30 idle minutes: sign in again.", "/.auth/logout?post_logout_redirect_uri=");
        if (!HttpMethods.IsPost(http.Request.Method))
            return null;
        if (http.Request.Headers.Origin is { Count: > 0 } from && from.ToString() != origin && !IsOwn(from.ToString(), http.Request.Host))
            return new Refusal(StatusCodes.Status403Forbidden, "The form came from another site.");
        return await antiforgery.IsRequestValidAsync(http)
            ? null
            : new Refusal(StatusCodes.Status400BadRequest, "The form lacks its token, or is too old: load the page again.");
    }

    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(host.Value, StringComparison.OrdinalIgnoreCase);

    // Who asks for a page is sent to sign in and comes back to it; a script or a post is told.
    private static Refusal SignIn(HttpContext http, string reason, string path) =>
        HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
            && !http.Request.Headers.ContainsKey(BackgroundHeader)
            ? new Refusal(StatusCodes.Status302Found, reason, Results.Redirect(path + Uri.EscapeDataString(http.Request.GetEncodedPathAndQuery())))
            : new Refusal(StatusCodes.Status401Unauthorized, reason);

    private static void Harden(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private sealed record Refusal(int Status, string Reason, IResult? Answer = null);

    [LoggerMessage(601, LogLevel.Information, "{Function} refused a request with {Status}: {Reason}")]
    private partial void LogRefused(string function, int status, string reason);
}
