using Hotline.Review.Journal;
using Hotline.Review.Pages;
using Hotline.Review.SignIn;
using Hotline.Tips;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>Shows a tip with everything that it has.</summary>
public sealed class ShowTip(TipCasework casework, TipJournal tips, TipPages pages, PageTag tag)
{
    /// <summary>
    /// Notes the view, renews the claim of whoever holds it, and answers the page; a page that asks for itself hears 304 until something happened.
    /// </summary>
    [Function(nameof(ShowTip))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "review/tips/{tip}")] HttpRequest request, string tip, CancellationToken stop)
    {
        if (!request.Headers.ContainsKey(ReviewerGate.BackgroundHeader))
            await casework.RenewAsync(await casework.ViewAsync(new TipId(tip), request.Actor(), stop), request.Actor(), stop);
        return tag.IsKnown(request, await tips.VersionAsync(new TipId(tip), stop))
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : await pages.ShowAsync(request, new TipId(tip), null, null, new Dictionary<string, string>(), null, stop);
    }
}
