using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Local.Twilio;

/// <summary>The part of Twilio's REST API that the hotline uses (https://www.twilio.com/docs/usage/api).</summary>
internal sealed class RestApi(SimulatorOptions options, TwilioRecords records, Misbehaviour misbehaviour)
{
    private const string Root = "/2010-04-01/Accounts/{account}";

    // What a filter compares, by the name of its query parameter.
    private static readonly Dictionary<string, string> Filters = new()
    {
        ["From"] = "from", ["To"] = "to", ["Status"] = "status", ["CallSid"] = "call_sid", ["StartTime"] = "start_time", ["DateSent"] = "date_created", ["DateCreated"] = "date_created",
    };

    /// <summary>Adds the API's routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root).AddEndpointFilter(GuardAsync);
        foreach (var kind in new[] { "Calls", "Messages", "Recordings", "Transcriptions" })
        {
            api.MapGet($"/{kind}.json", (HttpRequest request) => List(request, kind, null));
            api.MapGet($"/{kind}/{{sid}}.json", (string sid) => Fetch(kind, sid));
            api.MapDelete($"/{kind}/{{sid}}.json", (string sid) => Delete(kind, sid));
        }

        api.MapPost("/Messages/{sid}.json", (string sid, HttpRequest request) => RedactAsync(sid, request));
        api.MapGet("/Recordings/{sid}.wav", (string sid) => Sound(sid));
        api.MapGet("/Calls/{parent}/Recordings.json", (string parent, HttpRequest request) => List(request, "Recordings", ("call_sid", parent)));
        api.MapGet("/Recordings/{parent}/Transcriptions.json", (string parent, HttpRequest request) => List(request, "Transcriptions", ("recording_sid", parent)));
        api.MapGet("/Messages/{parent}/Media.json", (string parent, HttpRequest request) => List(request, "Media", ("parent_sid", parent)));
        api.MapGet("/Messages/{parent}/Media/{sid}.json", (string sid) => Fetch("Media", sid));
        api.MapDelete("/Messages/{parent}/Media/{sid}.json", (string sid) => Delete("Media", sid));
        api.MapGet("/Messages/{parent}/Media/{sid}", (string sid) => RedirectToMedia(sid));
        // Twilio keeps media elsewhere, and that place takes no credentials.
        routes.MapGet("/media-storage/{sid}", (string sid) => records.Find("Media", sid) is { Content: { } content } media ? Results.Bytes(content, media["content_type"]) : Results.NotFound());
    }

    private async ValueTask<object?> GuardAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (!IsKnown(request.Headers.Authorization.ToString()) || (string?)request.RouteValues["account"] != options.AccountSid)
            return Error(401, 20003, "Authenticate");
        if (misbehaviour.RestAnswers.TryDequeue(out var status))
        {
            if (status == 429)
                context.HttpContext.Response.Headers.RetryAfter = "1";
            return Error(status, status == 429 ? 20429 : 20500, status == 429 ? "Too Many Requests" : "Internal Server Error");
        }

        return await next(context);
    }

    private bool IsKnown(string header)
    {
        if (!header.StartsWith("Basic ", StringComparison.Ordinal))
            return false;
        var claimed = Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..]));
        return claimed == $"{options.AccountSid}:{options.AuthToken}" || (options.ApiKeySid is not null && claimed == $"{options.ApiKeySid}:{options.ApiKeySecret}");
    }

    private IResult List(HttpRequest request, string kind, (string Field, string Value)? parent)
    {
        var size = Number(request.Query["PageSize"], 50);
        var page = Number(request.Query["Page"], 0);
        var found = records.List(kind).Where(r => parent is not { } p || r[p.Field] == p.Value).Where(r => Passes(r, request.Query)).ToList();
        var answer = new JsonObject
        {
            [kind == "Media" ? "media_list" : kind.ToLowerInvariant()] = new JsonArray([.. found.Skip(page * size).Take(size).Select(Show)]),
            ["page"] = page, ["page_size"] = size, ["start"] = page * size, ["end"] = Math.Min(found.Count, (page + 1) * size) - 1, ["uri"] = PageUri(request, page),
            ["first_page_uri"] = PageUri(request, 0), ["previous_page_uri"] = page > 0 ? PageUri(request, page - 1) : null,
            ["next_page_uri"] = (page + 1) * size < found.Count ? PageUri(request, page + 1) : null,
        };
        return Json(answer);
    }

    private static string PageUri(HttpRequest request, int page)
    {
        var others = request.Query.Where(q => q.Key is not ("Page" or "PageToken")).Select(q => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(q.Value.ToString())}");
        return $"{request.Path}?{string.Join('&', others.Append($"Page={page}").Append($"PageToken=P{page}"))}";
    }

    // "StartTime>" and "StartTime<" are the names of the parameters of an inequality: StartTime>=2026-11-24T00:00:00Z
    private static bool Passes(TwilioRecord record, IQueryCollection query) => query.All(filter =>
    {
        var name = filter.Key.TrimEnd('>', '<');
        if (!Filters.TryGetValue(name, out var field) || record[field] is not { } value)
            return !Filters.ContainsKey(name);
        if (!field.Contains("time", StringComparison.Ordinal) && !field.StartsWith("date", StringComparison.Ordinal))
            return value == filter.Value.ToString();
        var at = Moment(value);
        var limit = Moment(filter.Value.ToString());
        return filter.Key[^1] switch { '>' => at >= limit, '<' => at <= limit, _ => at.UtcDateTime.Date == limit.UtcDateTime.Date };
    });

    private IResult Fetch(string kind, string sid) => records.Find(kind, sid) is { } record ? Json(Show(record)) : NotFound();

    private IResult Delete(string kind, string sid) => records.Delete(kind, sid) ? Results.NoContent() : NotFound();

    private async Task<IResult> RedactAsync(string sid, HttpRequest request)
    {
        if (records.Find("Messages", sid) is null)
            return NotFound();
        var form = await request.ReadFormAsync();
        return form.TryGetValue("Body", out var body) && body.ToString().Length == 0
            ? Json(Show(records.Change(sid, ("body", ""))))
            : Error(400, 20001, "Only an empty Body can be posted.");
    }

    private IResult Sound(string sid)
    {
        if (records.Find("Recordings", sid) is not { Content: { } sound } || misbehaviour.TakeNotReady())
            return NotFound();
        return Results.Bytes(sound, "audio/x-wav");
    }

    private IResult RedirectToMedia(string sid) =>
        records.Find("Media", sid) is null || misbehaviour.TakeNotReady() ? NotFound() : Results.Redirect($"/media-storage/{sid}", preserveMethod: true);

    private static JsonObject Show(TwilioRecord record)
    {
        var fields = record.Fields.DeepClone().AsObject();
        fields["uri"] = $"/2010-04-01/Accounts/{record["account_sid"]}/{record.Kind}/{record.Sid}.json";
        return fields;
    }

    private static IResult Json(JsonObject body) => Results.Text(body.ToJsonString(), "application/json");

    private static IResult NotFound() => Error(404, 20404, "The requested resource was not found");

    private static IResult Error(int status, int code, string message) => Results.Text(
        new JsonObject { ["code"] = code, ["message"] = message, ["more_info"] = $"https://www.twilio.com/docs/errors/{code}", ["status"] = status }.ToJsonString(),
        "application/json", statusCode: status);

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static int Number(string? text, int otherwise) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
