using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Local.Twilio;

/// <summary>Documents that Twilio itself hosts. It shows them to signed requests alone
/// (https://help.twilio.com/articles/223132187).</summary>
internal sealed class TwimlBins(SimulatorOptions options)
{
    /// <summary>Adds their route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/bins/{name}", [HttpMethods.Get, HttpMethods.Post], ServeAsync);

    private async Task<IResult> ServeAsync(string name, HttpRequest request)
    {
        var form = request.HasFormContentType
            ? (await request.ReadFormAsync()).SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? "")))
            : [];
        var url = $"{request.Scheme}://{request.Host}{request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}";
        if (request.Headers["X-Twilio-Signature"] != RequestSignature.Of(url, form, options.AuthToken))
            return Results.Text("Not Authorized", statusCode: 403);
        return options.Bins.TryGetValue(name, out var twiml) ? Results.Text(twiml, "text/xml") : Results.NotFound();
    }
}
