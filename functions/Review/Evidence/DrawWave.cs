using Azure;
using Hotline.Review.Files;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Evidence;

/// <summary>The shape of a recording, for the player.</summary>
public sealed class DrawWave(EvidenceDesk desk, EvidenceReader evidence)
{
    /// <summary>Answers a JSON array of peaks from 0 to 1, in order; an empty one where the format has none.</summary>
    [Function(nameof(DrawWave))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "review/tips/{tip}/parts/{part}/wave")] HttpRequest request,
        string tip, string part, CancellationToken stop)
    {
        if (await desk.FindAsync(tip, part, stop) is not { } content)
            return Results.NotFound();
        await using var sound = await evidence.OpenAsync(content, new HttpRange(0), stop);
        return Results.Json(await Waveform.OfAsync(sound, stop));
    }
}
