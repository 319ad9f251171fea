using Hotline.Contracts;
using Hotline.Review.Files;
using Hotline.Review.Ledger;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Evidence;

/// <summary>Downloads evidence as it came, metadata and all.</summary>
public sealed class DownloadOriginal(EvidenceDesk desk, EvidenceReader evidence)
{
    /// <summary>Answers the bytes as an attachment under the file's own name; nothing in them is run or shown.</summary>
    [Function(nameof(DownloadOriginal))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "review/tips/{tip}/parts/{part}/original")] HttpRequest request,
        string tip, string part, CancellationToken stop)
    {
        if (await desk.FindAsync(tip, part, stop) is not { } content)
            return Results.NotFound();
        if (await desk.HidesCodesAsync(request, tip, content, stop))
            return Results.Text(
                "This file may hold a receipt's digits. Ask for the digits on the tip's page first.\n", "text/plain",
                statusCode: StatusCodes.Status409Conflict);
        await desk.NoteAsync(request, tip, new DownloadedEvent(new PartId(part)), stop);
        return new SealedRange(evidence, content, ContentSniffer.Unknown, OriginalName.Of(content, part));
    }
}
