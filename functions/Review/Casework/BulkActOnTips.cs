using Hotline.Contracts;
using Hotline.Review.Console;
using Hotline.Review.Ledger;
using Hotline.Review.SignIn;
using Hotline.Review.WorkQueue;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>Claims, assigns or tags several tips: each is an act of its own.</summary>
public sealed class BulkActOnTips(TipCasework casework, ReviewerDirectory directory, PageFrames frames)
{
    private const int MaxTips = 100;

    /// <summary>Takes <c>ids</c>, <c>act</c>, <c>to</c> and <c>tag</c>; says which could not be done, and does the others.</summary>
    [Function(nameof(BulkActOnTips))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/tips/bulk")] HttpRequest request, CancellationToken stop)
    {
        var form = await request.ReadFormAsync(stop);
        var (actor, reviewer, refused) = (request.Actor(), request.Reviewer(), new List<string>());
        var to = await directory.FindAsync(form["to"], stop);
        foreach (var id in form["ids"].OfType<string>().Distinct().Take(MaxTips))
            try
            {
                await (form["act"].ToString() switch
                {
                    "claim" => casework.ClaimAsync(TipId.OrNone(id), actor, stop),
                    "assign" when to is { } person =>
                        casework.AssignAsync(TipId.OrNone(id), person.Id, person.Name, actor, reviewer.IsSupervisor, stop),
                    "tag" => casework.TagAsync(TipId.OrNone(id), form["tag"].ToString().Split(','), null, actor, stop),
                    _ => throw new ConflictException("Choose what to do, and to whom it goes."),
                });
            }
            catch (ConflictException e)
            {
                refused.Add($"{Labels.ShortId(id)}: {e.Message}");
            }

        return refused.Count == 0
            ? SeeOther.To(QueueAddress.WhereFrom(request))
            : ConsoleErrorResult.Of(new ErrorModel
            {
                Frame = await frames.OfAsync(request, stop), Status = StatusCodes.Status409Conflict, Reason = string.Join(" ", refused),
            });
    }
}
