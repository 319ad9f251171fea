using Hotline.Review.Console;
using Hotline.Review.Ledger;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Undelivered;

/// <summary>Sends an undelivered message again.</summary>
public sealed class RedriveMessage(UndeliveredDesk desk, PageFrames frames)
{
    /// <summary>Takes <c>reason</c>; 409 when somebody has dealt with the message already.</summary>
    [Function(nameof(RedriveMessage))]
    [Needs(Role.Supervisor, Role.Administrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/undelivered/{id}/redrive")] HttpRequest request,
        string id, CancellationToken stop)
    {
        try
        {
            await desk.RedriveAsync(id, (await request.ReadFormAsync(stop))["reason"].ToString(), request.Actor(), stop);
            return SeeOther.To("/review/undelivered");
        }
        catch (ConflictException e)
        {
            return ConsoleErrorResult.Of(new ErrorModel
            {
                Frame = await frames.OfAsync(request, stop), Status = StatusCodes.Status409Conflict, Reason = e.Message,
                Back = "/review/undelivered", BackTo = "Back to the list",
            });
        }
    }
}
