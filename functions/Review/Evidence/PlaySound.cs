using Hotline.Review.Journal;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Evidence;

/// <summary>Plays a recording or other sound.</summary>
public sealed class PlaySound(EvidenceDesk desk, EvidenceReader evidence)
{
    /// <summary>Answers the range that was asked for, reading only the regions that it lies in.</summary>
    [Function(nameof(PlaySound))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "review/tips/{tip}/parts/{part}/sound")] HttpRequest request,
        string tip, string part, CancellationToken stop)
    {
        if (await desk.FindAsync(tip, part, stop) is not { } content || !content.ContentType.StartsWith("audio/", StringComparison.Ordinal))
            return Results.NotFound();
        await desk.NoteAsync(request, Act.Opened, tip, part, stop);
        return new SealedRange(evidence, content, content.ContentType, null);
    }
}
