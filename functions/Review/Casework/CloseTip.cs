using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>A reviewer closes a tip.</summary>
public sealed class CloseTip(TipActs acts, TipCasework casework)
{
    /// <summary>Takes <c>disposition</c> and <c>reason</c>.</summary>
    [Function(nameof(CloseTip))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/tips/{tip}/close")] HttpRequest request,
        string tip, CancellationToken stop) =>
        acts.TakeAsync(request, tip, TipAct.Close, form => casework.CloseAsync(
            form.Tip, form["disposition"], form["reason"], form.Revision, form.Actor, stop), stop);
}
