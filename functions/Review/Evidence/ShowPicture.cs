using Azure;
using Hotline.Contracts;
using Hotline.Review.Files;
using Hotline.Review.Ledger;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Evidence;

/// <summary>Shows a picture without its metadata; its pixels are as they came, and only the browser decodes them.</summary>
public sealed class ShowPicture(EvidenceDesk desk, EvidenceReader evidence)
{
    private const int MaxBytes = 30 * 1024 * 1024;

    /// <summary>Answers the picture; 415 with a reason where it is none that can be shown.</summary>
    [Function(nameof(ShowPicture))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "review/tips/{tip}/parts/{part}/picture")] HttpRequest request,
        string tip, string part, CancellationToken stop)
    {
        if (await desk.FindAsync(tip, part, stop) is not { } content)
            return Results.NotFound();
        if (content.Length > MaxBytes)
            return Refused("The picture is too large to be shown; download the original.");
        await using var stream = await evidence.OpenAsync(content, new HttpRange(0), stop);
        using var picture = new MemoryStream((int)content.Length);
        await stream.CopyToAsync(picture, stop);
        var bytes = picture.GetBuffer().AsMemory(0, (int)picture.Length);
        var kind = ContentSniffer.KindOf(bytes.Span[..Math.Min(bytes.Length, ContentSniffer.HeadLength)]);
        if (!PictureMetadata.CanStrip(kind))
            return Refused("It is no picture that can be shown; download the original.");
        if (PictureSize.IsTooLarge(bytes.Span))
            return Refused("The picture says to be larger than any screen can show; download the original.");
        try
        {
            var clean = PictureMetadata.Strip(bytes.Span);
            await desk.NoteAsync(request, tip, new OpenedEvent(new PartId(part)), stop);
            return Results.Bytes(clean, kind.Type);
        }
        catch (InvalidDataException e)
        {
            return Refused($"The picture is damaged and is not shown: {e.Message}");
        }
    }

    private static IResult Refused(string reason) =>
        Results.Text($"{reason}\n", "text/plain", statusCode: StatusCodes.Status415UnsupportedMediaType);
}
