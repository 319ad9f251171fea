using Hotline.Review.Ledger;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>Shows once, with a reason, audited, the digits in a tip that may be a receipt's and could not be tried.</summary>
public sealed class ShowCodes(TipCasework casework, TipPages pages)
{
    /// <summary>Takes <c>reason</c>; answers the tip's page with the digits in it, which no address leads to.</summary>
    [Function(nameof(ShowCodes))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/tips/{tip}/codes")] HttpRequest request,
        string tip, CancellationToken stop)
    {
        var form = await PostedAct.ReadAsync(request, tip, stop);
        try
        {
            await casework.ShowCodesAsync(form.Tip, form["reason"], form.Revision, form.Actor, stop);
            return await pages.ShowAsync(
                request, form.Tip, null, form.Revision, null, null, stop, showsCodes: true);
        }
        catch (ConflictException e)
        {
            return await pages.ShowAsync(request, form.Tip, e.Message, form.Revision, new TipDraft(TipAct.Codes, form.Fields), null, stop);
        }
    }
}
