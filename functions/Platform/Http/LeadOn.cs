using System.Globalization;
using System.Net;
using System.Resources;
using System.Security.Cryptography;
using System.Text;
using Hotline.Platform.Settings;
using Hotline.Platform.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Hotline.Platform.Http;

/// <summary>
/// Answers where nothing else does: the bare address leads to the room's first page, and an address that nobody knows says so and leads
/// there. The Functions host takes the first route that fits, in no order of its own: so this one leaves out whatever the others
/// begin with.
/// </summary>
public sealed class LeadOn(IOptions<HotlineOptions> hotline, Languages languages)
{
    /// <summary>Everything but what other functions, the host or its front end serve; the bare address is <c>start</c>.</summary>
    public const string Route =
        "{*path:regex(^(?!(report(/receipt)?/?$|receipt/?$|(review|twilio|health|admin|runtime|[.]auth)(/|$))).*$)=start}";

    private static readonly ResourceManager Labels = new("Hotline.Platform.Http.NotHere", typeof(LeadOn).Assembly);
    private static readonly NotFoundTexts Reviewers = new(Label("Title"), Label("Nothing"), Label("Review"));

    private const string Style = "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1.5rem}";

    // https://www.w3.org/TR/CSP3/#source-expression: no other style, and nothing else at all.
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'";

    /// <summary>Answers 302 or 404.</summary>
    [Function(nameof(LeadOn))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request)
    {
        var headers = request.HttpContext.Response.Headers;
        (headers.CacheControl, headers.ContentSecurityPolicy, headers.XContentTypeOptions) = ("no-store", Policy, "nosniff");
        headers["Referrer-Policy"] = "no-referrer";
        var room = hotline.Value.Room;
        var first = room == Room.Intake ? "/report" : "/review";
        return request.Path.Value is null or "" or "/"
            ? Results.Redirect(first)
            : Results.Content(
                PageOf(room == Room.Intake ? Reporters : [("en", Reviewers)], first), "text/html", Encoding.UTF8,
                StatusCodes.Status404NotFound);
    }

    private (string Language, NotFoundTexts Texts)[] Reporters =>
        [.. languages.All.Select(language => (language.Code, language.Form.NotFound))];

    private static string PageOf((string Language, NotFoundTexts Texts)[] said, string first)
    {
        var lines = said.Select(one => $"""
            <p lang="{one.Language}">{Safe(one.Texts.Nothing)} <a href="{first}?lang={one.Language}">{Safe(one.Texts.Report)}</a></p>
            """);
        return $"""
            <!doctype html><html lang="{said[0].Language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark"><title>{Safe(said[0].Texts.Title)}</title>
            <style>{Style}</style>
            <main>{string.Concat(lines)}</main></html>
            """;
    }

    private static string Label(string key) => Labels.GetString(key, CultureInfo.InvariantCulture)!;

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
