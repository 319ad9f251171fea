using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>A tip is given to somebody.</summary>
public sealed class AssignTip(TipActs acts, TipCasework casework)
{
    /// <summary>Takes <c>to</c>; who is no supervisor can't take it from its holder.</summary>
    [Function(nameof(AssignTip))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/tips/{tip}/assign")] HttpRequest request,
        string tip, CancellationToken stop) =>
        acts.TakeAsync(
            request, tip, TipAct.Assign, form => casework.AssignAsync(form.Tip, form["to"], form.Actor, form.Reviewer.IsSupervisor, stop), stop);
}
