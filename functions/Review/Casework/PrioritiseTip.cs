using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>A reviewer changes the priority.</summary>
public sealed class PrioritiseTip(TipActs acts, TipCasework casework)
{
    /// <summary>Takes <c>priority</c>, 1 to 4, and <c>reason</c>.</summary>
    [Function(nameof(PrioritiseTip))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/tips/{tip}/priority")] HttpRequest request,
        string tip, CancellationToken stop) =>
        acts.TakeAsync(request, tip, TipAct.Priority, form => casework.PrioritiseAsync(
            form.Tip, form["priority"], form["reason"], form.Revision, form.Actor, stop), stop);
}
