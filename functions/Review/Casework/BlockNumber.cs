using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>A supervisor puts the reporter's number on the block list, or takes it off: its tips come last, and none is refused.</summary>
public sealed class BlockNumber(TipFormPost posts, TipCasework casework)
{
    /// <summary>Takes <c>blocked</c>, <c>yes</c> or <c>no</c>, and <c>reason</c>.</summary>
    [Function(nameof(BlockNumber))]
    [Needs(Role.Supervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/tips/{tip}/block")] HttpRequest request,
        string tip, CancellationToken stop) =>
        posts.TakeAsync(
            request, tip, TipAct.Block,
            form => casework.BlockAsync(form.Tip, form["blocked"] == "yes", form["reason"], form.Revision, form.Actor, stop), stop);
}
