using Hotline.Contracts;
using Hotline.Intake.Limits;
using Hotline.Intake.Receipts;
using Hotline.Platform.Storage;
using Hotline.Platform.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Hotline.Intake.WebForm;

/// <summary>Gives the receipt of a report that was stored when none was ready.</summary>
public sealed partial class FetchReceipt(
    SubmissionReader reader, WebReports reports, FormLimit limit, ReceiptDesk receipts, FormPages pages, FormPatience patience,
    ILogger<FetchReceipt> log)
{
    /// <summary>
    /// Takes <c>submission</c>, which only the page of that report has; with <c>switch</c>, shows that page in another language.
    /// </summary>
    [Function(nameof(FetchReceipt))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = TakeReport.Route + "/receipt")] HttpRequest request,
        CancellationToken stop)
    {
        var sent = await reader.ReadAsync(request, takesFiles: false, stop);
        var words = pages.LanguageOf(sent["switch"] ?? sent["lang"], request);
        // The same page in another language: what it shows comes from the page itself.
        if (sent["switch"] is not null)
            return pages.Taken(words, sent["pending"] is null ? null : sent.Secret, ReceiptCode.Parse(sent["code"]), []);
        using var wait = patience.Within(stop);
        try
        {
            var (secret, code) = await GiveAsync(request, sent.Secret!, words, wait.Token);
            return pages.Taken(words, secret, code, []);
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            // The report is stored; the button stays, for another try.
            LogNotGiven(e.GetType().Name);
            return pages.Taken(words, sent.Secret, null, [], StatusCodes.Status503ServiceUnavailable);
        }
    }

    private async Task<(string? Secret, ReceiptCode? Code)> GiveAsync(
        HttpRequest request, string secret, Language words, CancellationToken stop)
    {
        if (!await limit.AllowsAsync(request, stop))
            throw new FormException(StatusCodes.Status429TooManyRequests, "Too much came from your network just now; wait some minutes.");
        var report = await reports.FindAsync(secret, stop)
            ?? throw new FormException(
                StatusCodes.Status404NotFound, "No report without a receipt came from this page in the last hour.");
        var code = await receipts.GiveAsync(report.Tip, Channel.Web, words.Code, stop);
        // Noted before it is shown, and of two requests at once one shows it.
        if (code is not null && !await reports.TryNoteReceiptAsync(report.Tip, stop))
            throw new FormException(StatusCodes.Status404NotFound, "The receipt of this report was given already.");
        return (code is null ? secret : null, code);
    }

    [LoggerMessage(709, LogLevel.Warning, "The receipt of a report could not be given: {Failure}")]
    private partial void LogNotGiven(string failure);
}
