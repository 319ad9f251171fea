using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>A reviewer claims a tip.</summary>
public sealed class ClaimTip(TipActs acts, TipCasework casework)
{
    /// <summary>Refused when somebody else holds it.</summary>
    [Function(nameof(ClaimTip))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/tips/{tip}/claim")] HttpRequest request,
        string tip, CancellationToken stop) =>
        acts.TakeAsync(request, tip, TipAct.Claim, form => casework.ClaimAsync(form.Tip, form.Actor, stop), stop);
}
