using Hotline.Contracts;
using Hotline.Review.Console;
using Hotline.Review.Ledger;
using Hotline.Review.SignIn;
using Hotline.Review.Tips;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>Shows a tip with everything that it has.</summary>
public sealed class ShowTip(TipCasework casework, TipJournal tips, TipPages pages, PageTag tag)
{
    /// <summary>
    /// Notes the view, of the answers that are shown in it too, renews the claim of whoever holds it, and answers the page. A page that
    /// asks for itself hears 304 until something happened, and 205 without a word where it is of what this reviewer was not shown before.
    /// </summary>
    [Function(nameof(ShowTip))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "review/tips/{tip}")] HttpRequest request,
        string tip, CancellationToken stop)
    {
        var id = TipId.OrNone(tip);
        // HEAD shows nothing, and renews nothing.
        var answers = request.Headers.ContainsKey(ReviewerGate.BackgroundHeader) || HttpMethods.IsHead(request.Method)
            ? (await tips.FindAsync(id, stop))?.Answers ?? [] : await ViewAsync(id, request.Actor(), stop);
        var versions = new List<string>();
        foreach (var shown in answers.Prepend(tip))
            versions.Add(await tips.VersionAsync(TipId.OrNone(shown), stop));
        return tag.IsKnown(request, versions)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : await pages.ShowAsync(request, id, null, null, null, null, stop);
    }

    private async Task<IReadOnlyCollection<string>> ViewAsync(TipId tip, Actor actor, CancellationToken stop)
    {
        var state = await casework.ViewAsync(tip, actor, stop);
        await casework.RenewAsync(state, actor, stop);
        foreach (var answer in state.Answers)
            await casework.ViewAsync(TipId.OrNone(answer), actor, stop);
        return state.Answers;
    }
}
