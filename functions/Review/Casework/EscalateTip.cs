using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>A reviewer asks for a supervisor.</summary>
public sealed class EscalateTip(TipActs acts, TipCasework casework)
{
    /// <summary>Takes <c>reason</c>.</summary>
    [Function(nameof(EscalateTip))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/tips/{tip}/escalate")] HttpRequest request,
        string tip, CancellationToken stop) =>
        acts.TakeAsync(
            request, tip, TipAct.Escalate, form => casework.EscalateAsync(form.Tip, form["reason"], form.Revision, form.Actor, stop), stop);
}
