using System.Globalization;
using System.Net.ServerSentEvents;
using System.Reflection;
using Hotline.Local.Twilio.Account;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Local.Twilio.Phone;

/// <summary>A phone in the browser: its page and the page's files. This is the simulator's own, not Twilio's.</summary>
internal sealed class PhonePage(TwilioAccount account)
{
    private const string Folder = "phone/";

    /// <summary>Adds its routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/phone", () => Serve("phone.html"));
        routes.MapGet("/phone/line", () =>
            account.Numbers is [var first, ..] ? Results.Json(new { number = first.PhoneNumber }) : Results.NotFound());
        routes.MapGet("/phone/{file}", Serve);
    }

    /// <summary>An answer that says why not.</summary>
    public static IResult Refuse(string why) => Results.Text(why, statusCode: 400);

    /// <summary>Events as they come (https://html.spec.whatwg.org/multipage/server-sent-events.html).</summary>
    public static IResult Stream(IAsyncEnumerable<SseItem<string>> events) => Results.ServerSentEvents(events);

    /// <summary>How many events a page has read before its connection was lost.</summary>
    public static int LastRead(HttpContext http) =>
        int.TryParse(http.Request.Headers["Last-Event-ID"], CultureInfo.InvariantCulture, out var read) ? read : 0;

    private static IResult Serve(string file)
    {
        var type = Path.GetExtension(file) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            _ => "image/svg+xml",
        };
        return Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + file) is { } content
            ? Results.Stream(content, type)
            : Results.NotFound();
    }
}
