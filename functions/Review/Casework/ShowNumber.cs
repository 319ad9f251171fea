using Hotline.Review.Ledger;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>Shows the reporter's number once, with a reason, audited.</summary>
public sealed class ShowNumber(TipCasework casework, TipPages pages)
{
    /// <summary>Takes <c>reason</c>; answers the tip's page with the number in it, which no address leads to.</summary>
    [Function(nameof(ShowNumber))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/tips/{tip}/number")] HttpRequest request,
        string tip, CancellationToken stop)
    {
        var form = await PostedAct.ReadAsync(request, tip, stop);
        try
        {
            await casework.ShowNumberAsync(form.Tip, form["reason"], form.Revision, form.Actor, stop);
            return await pages.ShowAsync(request, form.Tip, null, form.Revision, null, true, stop);
        }
        catch (ConflictException e)
        {
            return await pages.ShowAsync(request, form.Tip, e.Message, form.Revision, new TipDraft(TipAct.Number, form.Fields), null, stop);
        }
    }
}
