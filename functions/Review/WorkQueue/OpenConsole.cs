using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.WorkQueue;

/// <summary>The console's front door.</summary>
public sealed class OpenConsole
{
    /// <summary>Leads each to the page that their role has.</summary>
    [Function(nameof(OpenConsole))]
    [Needs(Role.Reviewer, Role.Supervisor, Role.Auditor, Role.Administrator)]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "review")] HttpRequest request)
    {
        var roles = request.Reviewer().Roles;
        return Results.Redirect(
            roles.Contains(Role.Reviewer) || roles.Contains(Role.Supervisor) ? "/review/tips" : roles.Contains(Role.Auditor)
                ? "/review/audit" : "/review/undelivered");
    }
}
