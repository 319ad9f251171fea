using System.Security.Cryptography;
using System.Text;
using Hotline.Contracts;
using Hotline.Intake.Limits;
using Hotline.Intake.Receipts;
using Hotline.Platform.Storage;
using Hotline.Platform.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.WebForm;

/// <summary>
/// Shows how a report stands to whoever has its receipt, and takes what they add: as a tip of its own that is linked to the first. What
/// can't be looked up now is not lost either: it comes back with every word.
/// </summary>
public sealed partial class OpenReport(
    SubmissionReader reader, ReceiptReader receipts, WebReports reports, FormCodes codes, FormLimit limit,
    FormPages pages, FormPatience patience, IOptions<WebFormOptions> options, TimeProvider time, ILogger<OpenReport> log)
{
    /// <summary>Where a receipt is asked for.</summary>
    public const string Route = "receipt";

    /// <summary>Takes <c>code</c>; with <c>what</c> or <c>files</c>, what is added.</summary>
    [Function(nameof(OpenReport))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, CancellationToken stop)
    {
        var hasRoom = await limit.HasRoomAsync(request, stop);
        var sent = await reader.ReadAsync(request, takesFiles: hasRoom == true, stop);
        var words = pages.LanguageOf(sent["switch"] ?? sent["lang"], request);
        // The page of a report has its code and opens again; the one that asks for a code keeps what was typed.
        if (sent["switch"] is not null && sent["add"] is null)
            return pages.Return(words, sent, StatusCodes.Status200OK);
        using var wait = patience.Within(stop);
        try
        {
            var opened = await receipts.OpenAsync(sent["code"], FormLimit.AddressOf(request), null, wait.Token);
            IResult Again(int status, string error) => pages.Return(words, sent, status, new FormError("code", error));
            return opened.Outcome switch
            {
                OpeningOutcome.Found => await ShowAsync(request, hasRoom, sent, words, opened, stop),
                OpeningOutcome.Limited => Again(StatusCodes.Status429TooManyRequests, nameof(FormErrors.CodeLimited)),
                OpeningOutcome.Damaged => Again(StatusCodes.Status503ServiceUnavailable, nameof(FormErrors.CodeDown)),
                _ => pages.Return(words, sent, StatusCodes.Status422UnprocessableEntity, TypedCode.ErrorOf(sent["code"])),
            };
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            LogNotOpened(e.GetType().Name);
            return pages.Return(words, sent, StatusCodes.Status503ServiceUnavailable, new FormError("code", nameof(FormErrors.CodeDown)));
        }
    }

    private async Task<IResult> ShowAsync(
        HttpRequest request, bool? hasRoom, Submission sent, Language words, ReceiptOpening opened, CancellationToken stop)
    {
        var fields = ReportFields.Of(sent);
        if (sent["add"] is null || sent["switch"] is not null)
            return Page(StatusCodes.Status200OK, fields, []);
        if (sent.HasBroken)
            return Page(StatusCodes.Status422UnprocessableEntity, fields, [], new FormError("files", nameof(FormErrors.FilesBroken)));
        if (fields.Errors(sent.Files).Select(error => error.Text == nameof(FormErrors.WhatMissing)
            ? error with { Text = nameof(FormErrors.AnswerMissing) } : error).ToArray() is { Length: > 0 } errors)
            return Page(StatusCodes.Status422UnprocessableEntity, fields, [], errors);
        if (hasRoom is null || sent.Failure is not null)
            return NotStored(sent.Failure?.GetType().Name ?? "the limit can't be asked");
        using var wait = patience.Within(stop);
        try
        {
            if (!hasRoom.Value || !await limit.AllowsAsync(request, wait.Token))
                return Page(StatusCodes.Status429TooManyRequests, fields, [], new FormError("", nameof(FormErrors.Many)));
            var read = await codes.ReadAsync(request, fields, sent, wait.Token);
            if (read.Fields.Errors(sent.Files).Any())
                return Page(
                    StatusCodes.Status422UnprocessableEntity, read.Fields, [], new FormError("what", nameof(FormErrors.AnswerMissing)));
            var files = read.Named(await sent.KeepFilesAsync(wait.Token));
            await reports.KeepAsync(
                read.Fields, files, words.Code, [opened.Tip, .. read.Earlier], true, read.HidesCodes, wait.Token);
            return Page(StatusCodes.Status200OK, ReportFields.New(), AddedOf(read.Fields, files, time.GetUtcNow()));
        }
        catch (BrokenFileException)
        {
            return Page(StatusCodes.Status422UnprocessableEntity, fields, [], new FormError("files", nameof(FormErrors.FilesBroken)));
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            return NotStored(e.GetType().Name);
        }

        IResult NotStored(string why)
        {
            LogNotStored(why);
            return Page(StatusCodes.Status503ServiceUnavailable, fields, [], new FormError("", nameof(FormErrors.Down)));
        }

        IResult Page(int status, ReportFields shown, IReadOnlyList<ReceivedPart> added, params FormError[] errors) => FormPageResult.Of(
            new StatusModel(
                words, opened.Code, opened, shown, errors, sent.Refused, sent.FilesSent > 0 && added.Count == 0,
                added.Count > 0, added, options.Value.LeaveTo),
            status);
    }

    // As Review will say it, which takes some seconds.
    private static List<ReceivedPart> AddedOf(ReportFields fields, IEnumerable<StoredFile> files, DateTimeOffset now)
    {
        var added = files.DistinctBy(file => file.Blob.Identity)
            .Select(file => new ReceivedPart("attachment", now, file.Blob.Length, file.Blob.Sha256)).ToList();
        if (fields.What is { } what && Encoding.UTF8.GetBytes(what) is var text)
            added.Insert(0, new ReceivedPart("statement", now, text.Length, Convert.ToHexStringLower(SHA256.HashData(text))));
        return added;
    }

    [LoggerMessage(703, LogLevel.Warning, "A receipt could not be looked up: {Failure}")]
    private partial void LogNotOpened(string failure);

    [LoggerMessage(704, LogLevel.Warning, "An answer could not be stored, and came back to its writer: {Failure}")]
    private partial void LogNotStored(string failure);
}
