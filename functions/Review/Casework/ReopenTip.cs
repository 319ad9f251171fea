using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>A reviewer opens a closed tip again.</summary>
public sealed class ReopenTip(TipActs acts, TipCasework casework)
{
    /// <summary>Takes <c>reason</c>.</summary>
    [Function(nameof(ReopenTip))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/tips/{tip}/reopen")] HttpRequest request,
        string tip, CancellationToken stop) =>
        acts.TakeAsync(
            request, tip, TipAct.Reopen, form => casework.ReopenAsync(form.Tip, form["reason"], form.Revision, form.Actor, stop), stop);
}
