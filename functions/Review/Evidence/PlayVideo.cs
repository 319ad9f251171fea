using Hotline.Contracts;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Evidence;

/// <summary>Sends a film to the player, in ranges; each look is an event.</summary>
public sealed class PlayVideo(EvidenceDesk desk)
{
    /// <summary>Answers the range that was asked for; 404 where the part is no video.</summary>
    [Function(nameof(PlayVideo))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "review/tips/{tip}/parts/{part}/video")] HttpRequest request,
        string tip, string part, CancellationToken stop) => desk.PlayAsync(
        request, tip, part, showing => showing is Showing.Video or Showing.RareVideo, stop);
}
