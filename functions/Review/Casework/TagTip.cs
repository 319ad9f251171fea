using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>A reviewer changes the tags.</summary>
public sealed class TagTip(TipActs acts, TipCasework casework)
{
    /// <summary>Takes <c>tags</c>, separated by commas.</summary>
    [Function(nameof(TagTip))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/tips/{tip}/tags")] HttpRequest request,
        string tip, CancellationToken stop) =>
        acts.TakeAsync(
            request, tip, TipAct.Tags, form => casework.TagAsync(form.Tip, form["tags"].Split(','), form.Revision, form.Actor, stop), stop);
}
