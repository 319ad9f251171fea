using Hotline.Contracts;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>A reviewer corrects a transcript.</summary>
public sealed class CorrectTranscript(TipActs acts, TipCasework casework)
{
    /// <summary>Takes <c>part</c> and <c>text</c>; the original stays.</summary>
    [Function(nameof(CorrectTranscript))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/tips/{tip}/transcript")] HttpRequest request,
        string tip, CancellationToken stop) =>
        acts.TakeAsync(request, tip, TipAct.Transcript, form => casework.CorrectAsync(
            form.Tip, new PartId(form["part"]), form["text"], form.Revision, form.Actor, stop), stop);
}
