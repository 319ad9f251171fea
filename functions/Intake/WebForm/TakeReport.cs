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
/// Takes a report. What can be taken is, and the answer names the files that were not; what must be mended comes back with every word that
/// was typed, and nothing is stored.
/// </summary>
public sealed partial class TakeReport(
    SubmissionReader reader, WebReports reports, FormLimit limit, FormCodes codes, ReceiptDesk receipts, FormPages pages,
    FormPatience patience, IOptions<WebFormOptions> options, ILogger<TakeReport> log)
{
    /// <summary>Where the form is, and goes.</summary>
    public const string Route = "report";

    /// <summary>Takes the form.</summary>
    [Function(nameof(TakeReport))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, CancellationToken stop)
    {
        var hasRoom = await limit.HasRoomAsync(request, stop);
        var sent = await reader.ReadAsync(request, takesFiles: hasRoom == true, stop);
        var fields = ReportFields.Of(sent);
        var words = pages.LanguageOf(sent["switch"] ?? sent["lang"], request);
        if (sent["switch"] is not null)
            return Again(StatusCodes.Status200OK);
        if (sent["website"] is not null)
            return Again(StatusCodes.Status422UnprocessableEntity, new FormError("", nameof(FormErrors.Trap)));
        if (sent.HasBroken)
            return Again(StatusCodes.Status422UnprocessableEntity, new FormError("files", nameof(FormErrors.FilesBroken)));
        if (fields.Errors(sent.Files).ToArray() is { Length: > 0 } errors)
            return Again(StatusCodes.Status422UnprocessableEntity, errors);
        if (hasRoom is null || sent.Failure is not null)
            return NotStored(sent.Failure?.GetType().Name ?? "the limit can't be asked");
        using var wait = patience.Within(stop);
        try
        {
            if (!hasRoom.Value || !await limit.AllowsAsync(request, wait.Token))
                return Again(StatusCodes.Status429TooManyRequests, new FormError("", nameof(FormErrors.Many)));
            var read = await codes.ReadAsync(request, fields, sent, wait.Token);
            // The receipt alone is no report; its page is linked there.
            if (read.Fields.Errors(sent.Files).ToArray() is { Length: > 0 } empty)
                return FormPageResult.Of(
                    new ReportModel(words, read.Fields, empty, sent.Refused, sent.FilesSent > 0, options.Value.LeaveTo),
                    StatusCodes.Status422UnprocessableEntity);
            var report = await reports.KeepAsync(
                read.Fields, read.Named(await sent.KeepFilesAsync(wait.Token)), words.Code, read.Earlier, false, read.HidesCodes,
                wait.Token);
            // The same form once more has lost its answer; other words under the same secret add to a report that has its receipt.
            var mayHaveReceipt = reports.IsYoung(report) && !report.IsAnswer && (!report.HasReceipt || report.IsRepeat);
            var code = mayHaveReceipt ? await GiveAsync(report.Tip, words, wait.Token, stop) : null;
            var secret = code is null && mayHaveReceipt && !report.HasReceipt ? fields.Submission : null;
            return pages.Taken(words, secret, code, sent.Refused);
        }
        catch (BrokenFileException)
        {
            return Again(StatusCodes.Status422UnprocessableEntity, new FormError("files", nameof(FormErrors.FilesBroken)));
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            return NotStored(e.GetType().Name);
        }

        IResult NotStored(string why)
        {
            LogNotStored(why);
            return Again(StatusCodes.Status503ServiceUnavailable, new FormError("", nameof(FormErrors.Down)));
        }

        IResult Again(int status, params FormError[] errors) =>
            FormPageResult.Of(new ReportModel(words, fields, errors, sent.Refused, sent.FilesSent > 0, options.Value.LeaveTo), status);
    }

    // The report is stored: without a receipt it is as good, and a button fetches one.
    private async Task<ReceiptCode?> GiveAsync(TipId tip, Language words, CancellationToken wait, CancellationToken stop)
    {
        try
        {
            var code = await receipts.GiveAsync(tip, Channel.Web, words.Code, wait);
            if (code is not null)
                await reports.TryNoteReceiptAsync(tip, wait);
            return code;
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            LogNoReceipt(tip.Value, e.GetType().Name);
            return null;
        }
    }

    [LoggerMessage(701, LogLevel.Warning, "A form could not be stored, and came back to its writer: {Failure}")]
    private partial void LogNotStored(string failure);

    [LoggerMessage(702, LogLevel.Warning, "No receipt for tip {Tip}: {Failure}")]
    private partial void LogNoReceipt(string tip, string failure);
}
