using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>The holder passes a tip on.</summary>
public sealed class PassTip(TipActs acts, TipCasework casework)
{
    /// <summary>Takes <c>to</c>.</summary>
    [Function(nameof(PassTip))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/tips/{tip}/pass")] HttpRequest request,
        string tip, CancellationToken stop) =>
        acts.TakeAsync(
            request, tip, TipAct.Pass, form => casework.AssignAsync(form.Tip, form["to"], form.Actor, form.Reviewer.IsSupervisor, stop), stop);
}
