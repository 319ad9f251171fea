using Hotline.Review.Outreach;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>A reviewer asks the reporter.</summary>
public sealed class AskReporter(TipActs acts, AskedQuestions questions)
{
    /// <summary>Takes <c>text</c>.</summary>
    [Function(nameof(AskReporter))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/tips/{tip}/question")] HttpRequest request,
        string tip, CancellationToken stop) =>
        acts.TakeAsync(request, tip, TipAct.Question, form => questions.AskAsync(form.Tip, form["text"], form.Revision, form.Actor, stop), stop);
}
