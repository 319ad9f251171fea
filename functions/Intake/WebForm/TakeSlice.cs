using System.Globalization;
using System.Security.Cryptography;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Limits;
using Hotline.Platform.Sealing;
using Hotline.Platform.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.WebForm;

/// <summary>
/// Takes a slice of a file that the reporter's browser has sealed. It lies in the store as a block of no blob until the form commits it;
/// blocks that nobody commits are forgotten after a week (https://learn.microsoft.com/rest/api/storageservices/put-block).
/// </summary>
public sealed partial class TakeSlice(
    EvidenceBlobs blobs, SliceTickets tickets, RateCounter attempts, FormPatience patience, IOptions<WebFormOptions> options,
    ILogger<TakeSlice> log)
{
    /// <summary>Where a page's script sends slices.</summary>
    public const string Route = "report/slices";

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>
    /// Takes the bytes of a slice as <c>application/octet-stream</c>, with the headers <c>X-Submission</c> (the form's secret),
    /// <c>X-Upload</c> (32 hex digits that name the file's upload) and <c>X-First</c> (the region of the file with which it begins, from zero). Answers its ticket as text.
    /// </summary>
    [Function(nameof(TakeSlice))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, CancellationToken stop)
    {
        var headers = request.Headers;
        if (Submission.SecretOf(headers["X-Submission"]) is not { } secret || !UploadedFile.IsId(headers["X-Upload"])
            || !int.TryParse(headers["X-First"], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || first >= SubmissionReader.MaxRegions)
            throw new FormException(StatusCodes.Status400BadRequest, "A slice says of which form and file it is, and where it begins.");
        if (request.ContentLength is not (> 0 and <= SealedSlice.MaxBytes))
            throw new FormException(StatusCodes.Status413PayloadTooLarge, "A slice has a length, and one of a megabyte at most.");
        try
        {
            using var wait = patience.WithinHalf(stop);
            var regions = SealedSlice.RegionsIn((int)request.ContentLength.Value);
            if (!await attempts.TakeAsync(
                "slices", FormLimit.AddressOf(request), regions, options.Value.MaxMegabytesPerAddress * SealedSlice.MaxRegions, Window,
                wait.Token))
                throw new FormException(StatusCodes.Status429TooManyRequests, "Too much came from this network within an hour.");
            return Results.Text(await KeepAsync(request, TipId.OfSubmission(secret), headers["X-Upload"]!, first, stop));
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            LogNotTaken(e.GetType().Name);
            throw new FormException(StatusCodes.Status503ServiceUnavailable, "The slice can't be stored now; send it again.");
        }
    }

    private async Task<string> KeepAsync(HttpRequest request, TipId tip, string upload, int first, CancellationToken stop)
    {
        var bytes = new byte[(int)request.ContentLength!.Value];
        if (await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, stop) < bytes.Length)
            throw new FormException(StatusCodes.Status400BadRequest, "The slice was cut short.");
        if (!SealedSlice.IsSlice(bytes, first))
            throw new FormException(StatusCodes.Status400BadRequest, "The slice is not sealed as the form's page does it.");
        var slice = new Slice(first, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        var blob = UploadedFile.BlobOf(tip, upload);
        await blobs.StageBlockAsync(blob, slice.Block, bytes, stop);
        return await tickets.GiveAsync(blob, slice, stop);
    }

    [LoggerMessage(705, LogLevel.Warning, "A slice of a form's file could not be stored, and is sent again by its page: {Failure}")]
    private partial void LogNotTaken(string failure);
}
