using Hotline.Review.Pages;
using Hotline.Review.SignIn;
using Hotline.Review.WorkQueue;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Undelivered;

/// <summary>Shows what could not be delivered.</summary>
public sealed class ListUndelivered(UndeliveredDesk desk, UndeliveredRows rows, Shells shells, QueuePulse pulse, PageTag tag)
{
    private const int PageSize = 50;

    /// <summary>Answers the messages with reason and age; a body is never shown, since it is sealed.</summary>
    [Function(nameof(ListUndelivered))]
    [Needs(Role.Reviewer, Role.Supervisor, Role.Administrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "review/undelivered")] HttpRequest request, CancellationToken stop)
    {
        if (tag.IsKnown(request, await pulse.FeelAsync(stop)))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        var waiting = await rows.PageAsync(settled: false, null, PageSize, stop);
        var settled = await rows.PageAsync(settled: true, null, PageSize, stop);
        return ConsolePageResult.Of(new UndeliveredModel(
            await shells.OfAsync(request, stop),
            [
                .. waiting.Messages.Concat(settled.Messages).Select(message => new UndeliveredLine(
                    message.Id, message.Source, message.Reason, message.At, message.Attempts, message.Size ?? 0, message.State)
                {
                    MayBeSentAgain = desk.MayBeSentAgain(message),
                }),
            ]));
    }
}
