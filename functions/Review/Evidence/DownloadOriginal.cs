using Hotline.Review.Journal;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Evidence;

/// <summary>Downloads evidence as it came, metadata and all.</summary>
public sealed class DownloadOriginal(EvidenceDesk desk, EvidenceReader evidence)
{
    /// <summary>Answers the bytes as an attachment; nothing in them is run or shown.</summary>
    [Function(nameof(DownloadOriginal))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "review/tips/{tip}/parts/{part}/original")] HttpRequest request,
        string tip, string part, CancellationToken stop)
    {
        if (await desk.FindAsync(tip, part, stop) is not { } content)
            return Results.NotFound();
        await desk.NoteAsync(request, Act.Downloaded, tip, part, stop);
        return new SealedRange(evidence, content, "application/octet-stream", part + Extension(content.ContentType));
    }

    private static string Extension(string contentType) => contentType switch
    {
        "audio/wav" or "audio/x-wav" => ".wav",
        "audio/mpeg" => ".mp3",
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "video/mp4" => ".mp4",
        "video/webm" => ".webm",
        "video/3gpp" => ".3gp",
        "application/pdf" => ".pdf",
        _ => ".bin",
    };
}
