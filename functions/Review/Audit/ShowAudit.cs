using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Audit;

/// <summary>Shows who did what.</summary>
public sealed class ShowAudit(AuditPages pages)
{
    /// <summary>Answers the latest events, by tip, person or day.</summary>
    [Function(nameof(ShowAudit))]
    [Needs(Role.Auditor, Role.Supervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "review/audit")] HttpRequest request, CancellationToken stop) =>
        pages.ShowAsync(request, null, stop);
}
