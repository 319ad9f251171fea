using Hotline.Contracts;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>A reviewer links two tips.</summary>
public sealed class LinkTip(TipActs acts, TipCasework casework)
{
    /// <summary>Takes <c>tip</c>, the other one, and <c>reason</c>.</summary>
    [Function(nameof(LinkTip))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/tips/{tip}/link")] HttpRequest request,
        string tip, CancellationToken stop) =>
        acts.TakeAsync(request, tip, TipAct.Link, form => casework.LinkAsync(
            form.Tip, new TipId(OtherOf(form["tip"])), form["reason"], form.Revision, form.Actor, stop), stop);

    // The other tip's id, or the address of its page.
    private static string OtherOf(string typed) =>
        typed.Replace(" ", "", StringComparison.Ordinal).Split('/', '?', '#').FirstOrDefault(piece => piece.Length == 32) ?? "";
}
