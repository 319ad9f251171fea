using Hotline.Intake.Receipts;
using Hotline.Tips;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.WebForm;

/// <summary>Gives the receipt of a report that was stored when none was ready.</summary>
public sealed class FetchReceipt(
    SubmissionReader reader, WebReports reports, FormLimit limit, ReceiptDesk receipts, IOptions<WebFormOptions> options)
{
    /// <summary>Takes <c>submission</c>, which only the page of that report has.</summary>
    [Function(nameof(FetchReceipt))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = TakeReport.Route + "/receipt")] HttpRequest request,
        CancellationToken stop)
    {
        var sent = await reader.ReadAsync(request, stop);
        if (!await limit.AllowsAsync(request, stop))
            throw new FormException(StatusCodes.Status429TooManyRequests, "Too much came from your network just now; wait some minutes.");
        var tip = await reports.FindAsync(sent.Id!, stop)
            ?? throw new FormException(StatusCodes.Status404NotFound, "No report came under this id.");
        var words = FormWords.Of(sent["lang"], request);
        var code = await receipts.GiveAsync(tip, Channel.Web, Language.Of(words.Code), stop);
        return FormPageResult.Of(new TakenModel(words, sent.Id!, code, [], options.Value.LeaveTo));
    }
}
