using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>The holder gives a tip back.</summary>
public sealed class ReleaseTip(TipActs acts, TipCasework casework)
{
    /// <summary>Changes nothing when somebody else holds it.</summary>
    [Function(nameof(ReleaseTip))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/tips/{tip}/release")] HttpRequest request,
        string tip, CancellationToken stop) =>
        acts.TakeAsync(request, tip, TipAct.Release, form => casework.ReleaseAsync(form.Tip, form.Actor, stop), stop);
}
