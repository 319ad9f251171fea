using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.WebForm;

/// <summary>Shows the form. Nothing is read or written for it.</summary>
public sealed class ShowReport(IOptions<WebFormOptions> options)
{
    /// <summary>Takes <c>?lang=</c>, the code of a language.</summary>
    [Function(nameof(ShowReport))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = TakeReport.Route)] HttpRequest request) =>
        FormPageResult.Of(new ReportModel(FormWords.Of(request.Query["lang"], request), ReportFields.New(), [], [], false, options.Value.LeaveTo));
}
