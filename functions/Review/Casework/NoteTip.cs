using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>A reviewer writes a note.</summary>
public sealed class NoteTip(TipActs acts, TipCasework casework)
{
    /// <summary>Takes <c>text</c>.</summary>
    [Function(nameof(NoteTip))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/tips/{tip}/note")] HttpRequest request,
        string tip, CancellationToken stop) =>
        acts.TakeAsync(request, tip, TipAct.Note, form => casework.NoteAsync(form.Tip, form["text"], form.Revision, form.Actor, stop), stop);
}
