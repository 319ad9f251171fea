using Hotline.Contracts;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Evidence;

/// <summary>Plays a recording or other sound.</summary>
public sealed class PlaySound(EvidenceDesk desk)
{
    /// <summary>Answers the range that was asked for; 404 where the part is no sound.</summary>
    [Function(nameof(PlaySound))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "review/tips/{tip}/parts/{part}/sound")] HttpRequest request,
        string tip, string part, CancellationToken stop) => desk.PlayAsync(
        request, tip, part, showing => showing is Showing.Sound or Showing.RareSound, stop);
}
