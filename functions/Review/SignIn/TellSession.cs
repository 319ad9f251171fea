using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.SignIn;

/// <summary>Tells a page who is signed in and until when, so that it can have the token renewed before.</summary>
public sealed class TellSession(Sessions sessions, IAntiforgery antiforgery)
{
    /// <summary>
    /// Answers JSON: name, roles, expires, the seconds until an idle session is locked, and a fresh antiforgery token for the forms that
    /// are open.
    /// </summary>
    [Function(nameof(TellSession))]
    [Needs(Role.Reviewer, Role.Supervisor, Role.Auditor, Role.Administrator)]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "review/session")] HttpRequest request)
    {
        var reviewer = request.Reviewer();
        return Results.Json(new
        {
            name = reviewer.Name, roles = reviewer.Roles.Select(role => role.ToString()), expires = reviewer.Expires,
            locksIn = Math.Max(0, sessions.LocksIn(request.Session()).TotalSeconds),
            token = antiforgery.GetAndStoreTokens(request.HttpContext).RequestToken,
        });
    }
}
