using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Intake.WebForm;

/// <summary>Asks for a receipt.</summary>
public sealed class ShowReturn(FormPages pages)
{
    /// <summary>Takes <c>?lang=</c>, the code of a language.</summary>
    [Function(nameof(ShowReturn))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = OpenReport.Route)] HttpRequest request) =>
        pages.Return(pages.LanguageOf(request.Query["lang"], request));
}
