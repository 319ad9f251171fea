using Hotline.Review.Console;
using Hotline.Review.SignIn;
using Hotline.Review.Tips;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.WorkQueue;

/// <summary>Shows the work queue.</summary>
public sealed class ListTips(QueuePages pages, QueueVersion pulse, PageTag tag)
{
    /// <summary>Answers a page of a view; a page that polls itself hears 304 until something changed.</summary>
    [Function(nameof(ListTips))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "review/tips")] HttpRequest request, CancellationToken stop)
    {
        var felt = await pulse.ReadAsync(stop);
        return tag.IsKnown(request, felt.ToString())
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : await pages.ShowAsync(request, felt, stop);
    }
}
