using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.WebForm;

/// <summary>Asks for a receipt.</summary>
public sealed class ShowReturn(IOptions<WebFormOptions> options)
{
    /// <summary>Takes <c>?lang=</c>, the code of a language.</summary>
    [Function(nameof(ShowReturn))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = OpenReport.Route)] HttpRequest request) =>
        FormPageResult.Of(new ReturnModel(FormWords.Of(request.Query["lang"], request), [], options.Value.LeaveTo));
}
