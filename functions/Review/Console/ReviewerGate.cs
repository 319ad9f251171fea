using System.Security.Claims;
using Hotline.Platform.Settings;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Review.Console;

/// <summary>
/// Stands before every function under <c>review/</c>: only a signed-in person with a role that the function names comes in, and a post only
/// from our own page.
/// </summary>
public sealed partial class ReviewerGate(
    IdTokens tokens, Sessions sessions, PageFrames frames, IAntiforgery antiforgery, IOptions<HotlineOptions> hotline, IOptions<SignInOptions> options,
    ILogger<ReviewerGate> log)
    : IFunctionsWorkerMiddleware
{
    /// <summary>The header of what a page does by itself; it keeps no session open.</summary>
    public const string BackgroundHeader = "X-Hotline-Background";

    private readonly string origin = hotline.Value.PublicUrl!.GetLeftPart(UriPartial.Authority);

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext() ?? throw new InvalidOperationException("The gate stands before HTTP functions only.");
        ConsoleHeaders.Harden(http.Response.Headers);
        if (await RefusalAsync(context.FunctionDefinition.Name, http, context.CancellationToken) is { } refusal)
        {
            LogRefused(context.FunctionDefinition.Name, refusal.Status, refusal.Reason);
            context.GetInvocationResult().Value = refusal.Answer ?? await ExplainAsync(http, refusal, context.CancellationToken);
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
            return new Refusal(
                StatusCodes.Status403Forbidden,
                reviewer.Roles.Count > 0 ? "Your role does not allow this." : "You are signed in, but you have no role in this hotline.");
        var isActivity = !http.Request.Headers.ContainsKey(BackgroundHeader);
        if (await sessions.FindAsync(reviewer, http.Request.Actor(), isActivity, stop) is not { } session)
            return SignIn(
                http, $"Your session was locked after {Labels.Span(options.Value.IdleLimit)} without work. Sign in again.",
                "/.auth/logout?post_logout_redirect_uri=");
        http.Features.Set(session);
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
        !HttpMethods.IsPost(http.Request.Method) && IsForEyes(http.Request)
            ? new Refusal(
                StatusCodes.Status302Found, reason, Results.Redirect(path + Uri.EscapeDataString(http.Request.GetEncodedPathAndQuery())))
            : new Refusal(StatusCodes.Status401Unauthorized, reason);

    // A person reads a page that leads back to what is open to them; a script reads a line.
    private async Task<IResult> ExplainAsync(HttpContext http, Refusal refusal, CancellationToken stop)
    {
        if (!IsForEyes(http.Request))
            return Results.Text($"{refusal.Reason}\n", "text/plain", statusCode: refusal.Status);
        return http.Features.Get<Reviewer>() is { Roles.Count: > 0 }
            ? ConsoleErrorResult.Of(new ErrorModel
            {
                Frame = await frames.OfAsync(http.Request, stop), Status = refusal.Status, Reason = refusal.Reason,
                Back = "/review", BackTo = "Back to your work",
            })
            : ConsoleErrorResult.Of(new ErrorModel
            {
                Frame = null, Status = refusal.Status, Reason = refusal.Reason, Back = "/.auth/logout", BackTo = "Sign out",
            });
    }

    private static bool IsForEyes(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal) && !request.Headers.ContainsKey(BackgroundHeader);

    private sealed record Refusal(int Status, string Reason, IResult? Answer = null);

    [LoggerMessage(601, LogLevel.Information, "{Function} refused a request with {Status}: {Reason}")]
    private partial void LogRefused(string function, int status, string reason);
}
