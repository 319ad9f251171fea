using System.Net;
using System.Resources;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Hotline.Hosting;

/// <summary>
/// Answers where nothing else does: the bare address leads to the room's first page, and an address that nobody knows says so and leads
/// there. The Functions host takes the first route that fits, in no order of its own: so this one leaves out whatever the others begin with.
/// </summary>
public sealed class LeadOn(IOptions<HotlineOptions> hotline)
{
    /// <summary>Everything but what other functions, the host or its front end serve; the bare address is <c>start</c>.</summary>
    public const string Route =
        "{*path:regex(^(?!(report(/receipt)?/?$|receipt/?$|(review|twilio|health|admin|runtime|[.]auth)(/|$))).*$)=start}";

    private static readonly ResourceManager Texts = new("Hotline.Hosting.NotHere", typeof(LeadOn).Assembly);

    /// <summary>Answers 302 or 404.</summary>
    [Function(nameof(LeadOn))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request)
    {
        var first = hotline.Value.Room == Room.Intake ? "/report" : "/review";
        return request.Path.Value is null or "" or "/" ? Results.Redirect(first) : Results.Content(
            Page(first), "text/html", Encoding.UTF8, StatusCodes.Status404NotFound);
    }

    private string Page(string first)
    {
        var languages = hotline.Value.Room == Room.Intake ? Intake : ["en"];
        var lines = string.Concat(languages.Select(language => $"""
            <p lang="{language}">{Say("Nothing", language)} <a href="{first}?lang={language}">{Say(hotline.Value.Room.ToString(), language)}</a></p>

            """));
        return $"""
            <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark"><title>{Say("Title", "en")}</title>
            <main>{lines}</main></html>
            """;
    }

    private static readonly string[] Intake = ["en", "es"];

    private static string Say(string key, string language) =>
        WebUtility.HtmlEncode(Texts.GetString(key, System.Globalization.CultureInfo.GetCultureInfo(language)));
}
