using Hotline.Intake.Receipts;
using Hotline.Storage;
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
    FormPages pages, IOptions<WebFormOptions> options,
    ILogger<OpenReport> log)
{
    /// <summary>Where a receipt is asked for.</summary>
    public const string Route = "receipt";

    /// <summary>Takes <c>code</c>; with <c>what</c> or <c>files</c>, what is added.</summary>
    [Function(nameof(OpenReport))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, CancellationToken stop)
    {
        var sent = await reader.ReadAsync(request, stop);
        var words = FormWords.Of(sent["switch"] ?? sent["lang"], request);
        if (sent["switch"] is not null)
            return pages.Return(words);
        try
        {
            var opened = await receipts.OpenAsync(sent["code"], FormLimit.AddressOf(request), null, stop);
            return opened.Outcome switch
            {
                OpeningOutcome.Found => await ShowAsync(request, sent, words, opened, stop),
                OpeningOutcome.Limited => pages.Return(words, StatusCodes.Status429TooManyRequests, "Error_CodeLimited"),
                OpeningOutcome.Damaged => pages.Return(words, StatusCodes.Status503ServiceUnavailable, "Error_CodeDown"),
                _ => pages.Return(words, StatusCodes.Status422UnprocessableEntity, "Error_CodeWrong"),
            };
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            LogNotOpened(e.GetType().Name);
            return pages.Return(words, StatusCodes.Status503ServiceUnavailable, "Error_CodeDown");
        }
    }

    private async Task<IResult> ShowAsync(
        HttpRequest request, Submission sent, FormWords words, ReceiptOpening opened, CancellationToken stop)
    {
        var fields = ReportFields.Of(sent);
        if (sent["add"] is null)
            return Page(StatusCodes.Status200OK, fields, isTaken: false);
        if (fields.Errors(sent.Files).Select(error => error.Text == "Error_WhatMissing"
            ? error with { Text = "Error_AnswerMissing" } : error).ToArray() is { Length: > 0 } errors)
            return Page(StatusCodes.Status422UnprocessableEntity, fields, isTaken: false, errors);
        if (sent.HasBroken)
            return Page(StatusCodes.Status422UnprocessableEntity, fields, isTaken: false, new FormError("files", "Error_FilesBroken"));
        try
        {
            if (!await limit.AllowsAsync(request, stop))
                return Page(StatusCodes.Status429TooManyRequests, fields, isTaken: false, new FormError("", "Error_Many"));
            var read = await codes.ReadAsync(request, fields, sent, stop);
            if (read.Fields.Errors(sent.Files).Any())
                return Page(
                    StatusCodes.Status422UnprocessableEntity, read.Fields, isTaken: false, new FormError("what", "Error_AnswerMissing"));
            await reports.KeepAsync(
                read.Fields, read.Named(await sent.KeepFilesAsync(stop)), words.Code, [opened.Tip, .. read.Earlier], true, read.HidesCodes,
                stop);
            return Page(StatusCodes.Status200OK, ReportFields.New(), isTaken: true);
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            LogNotStored(e.GetType().Name);
            return Page(StatusCodes.Status503ServiceUnavailable, fields, isTaken: false, new FormError("", "Error_Down"));
        }

        IResult Page(int status, ReportFields shown, bool isTaken, params FormError[] errors) => FormPageResult.Of(
            new StatusModel(
                words, opened.Code, opened, shown, errors, sent.Refused, sent.FilesSent > 0 && !isTaken,
                isTaken, options.Value.LeaveTo),
            status);
    }

    [LoggerMessage(703, LogLevel.Warning, "A receipt could not be looked up: {Failure}")]
    private partial void LogNotOpened(string failure);

    [LoggerMessage(704, LogLevel.Warning, "An answer could not be stored, and came back to its writer: {Failure}")]
    private partial void LogNotStored(string failure);
}
