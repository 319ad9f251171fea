using System.Buffers;
using System.Text;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Platform.Sealing;
using Hotline.Platform.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Hotline.Intake.WebForm;

/// <summary>
/// Reads a form (<c>multipart/form-data</c>, https://www.rfc-editor.org/rfc/rfc7578) section by section; files are sealed while they come,
/// never held whole, and nothing of them is decoded.
/// </summary>
public sealed class SubmissionReader(EvidenceBlobs blobs, UploadReader uploads)
{
    /// <summary>How many files a form may bring.</summary>
    public const int MaxFiles = 10;

    /// <summary>The longest file that the page's script sends before the form, in slices.</summary>
    public const long MaxFileBytes = 100L << 20;

    /// <summary>Its regions, and so its slices at most.</summary>
    public const int MaxRegions = (int)(MaxFileBytes / SealedStream.DataBytes);

    /// <summary>All files within a form itself: the Functions host holds each request whole, in memory and in a temporary file.</summary>
    public const long MaxBytes = 7L << 20;

    /// <summary>
    /// The longest request: all files and what is around them. The host refuses a longer one itself, by
    /// <c>FUNCTIONS_REQUEST_BODY_SIZE_LIMIT</c>.
    /// </summary>
    public const long MaxRequestBytes = 8_000_000;

    private const int MaxFields = 64;

    // Whoever chooses a whole folder learns which files were not taken, and loses no word.
    private const int MaxFileSections = 1000;
    private const int MaxFieldBytes = 256 * 1024;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads it to its end.</summary>
    /// <param name="request">The request.</param>
    /// <param name="takesFiles">Whether files go to the store; else they are read past, so that every word can be given back.</param>
    /// <returns>The form; its files are no blobs until it is kept.</returns>
    /// <exception cref="FormException">It is no form, or none of ours.</exception>
    public async Task<Submission> ReadAsync(HttpRequest request, bool takesFiles, CancellationToken stop)
    {
        if (request.ContentLength > MaxRequestBytes)
            throw new FormException(StatusCodes.Status413PayloadTooLarge, "The form is over 8 MB.");
        var sections = new MultipartReader(BoundaryOf(request), request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 8 * 1024 };
        var submission = new Submission();
        try
        {
            await ReadAsync(sections, submission, takesFiles, stop);
            return submission;
        }
        catch (Exception e) when (e is InvalidDataException or DecoderFallbackException || IsCutShort(e))
        {
            throw new FormException(StatusCodes.Status400BadRequest, "The form is broken or was cut short.");
        }
    }

    // The reader says so with an IOException of its own; a broken connection is another one.
    private static bool IsCutShort(Exception e) => e.GetType() == typeof(IOException);

    private async Task ReadAsync(MultipartReader sections, Submission submission, bool takesFiles, CancellationToken stop)
    {
        var (fields, files, bytes) = (0, 0, 0L);
        while (await sections.ReadNextSectionAsync(stop) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var named)
                || !named.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase) || named.Name.Length == 0)
                throw new FormException(StatusCodes.Status400BadRequest, "A part of the form has no name.");
            _ = named.FileName.HasValue ? ++files : ++fields;
            if (fields > MaxFields || files > MaxFileSections)
                throw new FormException(
                    StatusCodes.Status400BadRequest, $"The form has over {MaxFields} fields or {MaxFileSections} files.");
            if (named.FileName.HasValue)
                bytes = await TakeFileAsync(section.Body, NameOf(named), bytes, submission, takesFiles, stop);
            else
                submission.Add(HeaderUtilities.RemoveQuotes(named.Name).ToString(), await ReadTextAsync(section.Body, stop));
        }

        if (submission.Secret is null)
            throw new FormException(StatusCodes.Status400BadRequest, "The form has no submission id; open its page again.");
        foreach (var upload in submission.All("upload"))
            await TakeUploadAsync(upload, submission, takesFiles, stop);
    }

    private async Task TakeUploadAsync(string upload, Submission submission, bool takesFiles, CancellationToken stop)
    {
        try
        {
            if (takesFiles && submission.Failure is null)
                await uploads.ReadAsync(upload, submission, stop);
            else
                submission.PassOver();
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            submission.PassOver(e);
        }
    }

    // A file that is not taken is read past by the next section.
    private async Task<long> TakeFileAsync(
        Stream body, string name, long bytes, Submission submission, bool takesFiles, CancellationToken stop)
    {
        var head = new byte[ContentSniffer.HeadLength];
        var length = await body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, stop);
        if (length == 0 && name.Length == 0)
            return bytes; // What a browser sends where no file was chosen.
        if (submission.Secret is null)
            throw new FormException(StatusCodes.Status400BadRequest, "The form's submission id must come before its files.");
        // What it is decides what is shown of it, never whether it is kept.
        var type = ContentSniffer.TypeOf(head.AsSpan(0, length));
        FileRefusal? refusal = length == 0 ? FileRefusal.Empty : submission.FilesSent >= MaxFiles ? FileRefusal.Many : null;
        if (refusal is null && (!takesFiles || submission.Failure is not null))
            submission.PassOver();
        else if (refusal is null)
            (refusal, bytes) = await SealAsync(head.AsMemory(0, length), body, name, type, bytes, submission, stop);
        if (refusal is { } why)
            submission.Refuse(name, why);
        return bytes;
    }

    private async Task<(FileRefusal? Refusal, long Bytes)> SealAsync(
        ReadOnlyMemory<byte> head, Stream body, string name, string type, long before, Submission submission, CancellationToken stop)
    {
        var length = 0L;
        await using var file = new ArrivingFileStream(head, body, Count);
        try
        {
            var part = PartId.Of(PartKind.Attachment, submission.Tip.Value);
            submission.Add(name, type, await blobs.StageAsync(submission.Tip, part, file, stop));
            return (null, before + length);
        }
        catch (FileTooLongException e)
        {
            return (e.Why, before);
        }
        catch (Exception e) when (file.ReadFailure is null && Transient.Is(e, stop))
        {
            submission.PassOver(e);
            return (null, before);
        }

        void Count(int read)
        {
            length += read;
            if (before + length > MaxBytes)
                throw new FileTooLongException(FileRefusal.Total);
        }
    }

    private static async Task<string> ReadTextAsync(Stream body, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxFieldBytes + 1);
        try
        {
            var length = await body.ReadAtLeastAsync(
                buffer.AsMemory(0, MaxFieldBytes + 1), MaxFieldBytes + 1, throwOnEndOfStream: false, stop);
            return length <= MaxFieldBytes
                ? Strict.GetString(buffer, 0, length)
                : throw new FormException(StatusCodes.Status413PayloadTooLarge, $"A field of the form is over {MaxFieldBytes} bytes.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static string BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) && request.Headers.ContentEncoding.Count == 0
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 70 } boundary
            ? boundary.ToString()
            : throw new FormException(StatusCodes.Status415UnsupportedMediaType, "Send the form as multipart/form-data, as its page does.");

    // A form has no filename* (RFC 7578, 4.2), and reading a broken one throws.
    private static string NameOf(ContentDispositionHeaderValue named) =>
        UploadedFile.NameOf(HeaderUtilities.RemoveQuotes(named.FileName).ToString());

    private sealed class FileTooLongException(FileRefusal why) : Exception
    {
        public FileRefusal Why => why;
    }
}
