using Hotline.Review.Console;
using Hotline.Review.SignIn;
using Hotline.Review.Tips;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Undelivered;

/// <summary>Shows what could not be delivered.</summary>
public sealed class ListUndelivered(UndeliveredPages pages, QueueVersion pulse, PageTag tag)
{
    /// <summary>Answers the messages with reason and age; a body is never shown, since it is sealed.</summary>
    [Function(nameof(ListUndelivered))]
    [Needs(Role.Reviewer, Role.Supervisor, Role.Administrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "review/undelivered")] HttpRequest request, CancellationToken stop) =>
        tag.IsKnown(request, (await pulse.ReadAsync(stop)).ToString())
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : await pages.ShowAsync(request, null, stop);
}
