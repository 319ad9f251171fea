using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Intake.WebForm;

/// <summary>Shows the form. Nothing is read or written for it.</summary>
public sealed class ShowReport(FormPages pages)
{
    /// <summary>Takes <c>?lang=</c>, the code of a language.</summary>
    [Function(nameof(ShowReport))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = TakeReport.Route)] HttpRequest request) =>
        pages.Report(pages.LanguageOf(request.Query["lang"], request));
}
