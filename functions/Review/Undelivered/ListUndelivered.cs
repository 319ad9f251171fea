using Hotline.Review.Pages;
using Hotline.Review.SignIn;
using Hotline.Review.WorkQueue;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Undelivered;

/// <summary>Shows what could not be delivered.</summary>
public sealed class ListUndelivered(UndeliveredDesk desk, Shells shells, QueuePulse pulse, PageTag tag)
{
    /// <summary>Answers the messages with reason and age; a body is never shown, since it is sealed.</summary>
    [Function(nameof(ListUndelivered))]
    [Needs(Role.Reviewer, Role.Supervisor, Role.Administrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "review/undelivered")] HttpRequest request,
        CancellationToken stop)
    {
        if (tag.IsKnown(request, await pulse.FeelAsync(stop)))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        var messages = await desk.ListAsync(all: true, stop);
        return ConsolePageResult.Of(new UndeliveredModel(
            await shells.OfAsync(request, stop),
            [
                .. messages.OrderBy(message => message.State != "waiting").Select(message => new UndeliveredLine(
                    message.Id, message.Source, message.Reason, message.At, message.Attempts, message.Body?.Length ?? 0, message.State)
                {
                    MayBeSentAgain = desk.MayBeSentAgain(message),
                }),
            ]));
    }
}
