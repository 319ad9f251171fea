using Hotline.Local.Twilio.Account;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Local.Twilio.Rest;

/// <summary>The part of Twilio's REST API that the hotline uses (https://www.twilio.com/docs/usage/api).</summary>
internal sealed class RestApi(
    SimulatorOptions options, TwilioAccount account, Misbehaviour misbehaviour, MessagesApi messages, CallsApi calls)
{
    private TwilioRecords Records => account.Records;

    /// <summary>Adds the API's routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/2010-04-01/Accounts/{account}").AddEndpointFilter(new RestGuard(options, misbehaviour));
        foreach (var kind in new[] { "Calls", "Messages", "Recordings", "Transcriptions" })
        {
            api.MapGet($"/{kind}.json", (HttpRequest request) => Page.Of(request, NameOf(kind), Records.List(kind)));
            api.MapGet($"/{kind}/{{sid}}.json", (string sid) => Fetch(kind, sid));
            api.MapDelete($"/{kind}/{{sid}}.json", (string sid) => Delete(kind, sid));
        }

        new NumbersApi(account).Map(api);
        api.MapPost("/Calls.json", calls.CreateAsync);
        api.MapPost("/Messages.json", messages.SendAsync);
        api.MapPost("/Messages/{sid}.json", messages.RedactAsync);
        MapNested(api, "Calls", "Recordings", "call_sid");
        MapNested(api, "Recordings", "Transcriptions", "recording_sid");
        MapNested(api, "Calls", "Notifications", "call_sid");
        MapNested(api, "Messages", "Media", "parent_sid");
        MapMedia(api, routes);
    }

    private void MapNested(RouteGroupBuilder api, string parents, string kind, string field)
    {
        // Of a parent that was deleted nothing is listed.
        api.MapGet($"/{parents}/{{parent}}/{kind}.json", (string parent, HttpRequest request) => Records.Find(parents, parent) is null
            ? RestAnswer.NotFound : Page.Of(request, NameOf(kind), Records.List(kind).Where(record => record[field] == parent)));
        api.MapGet($"/{parents}/{{parent}}/{kind}/{{sid}}.json",
            (string parent, string sid) => Belongs(parent, sid) ? Fetch(kind, sid) : RestAnswer.NotFound);
        api.MapDelete($"/{parents}/{{parent}}/{kind}/{{sid}}.json",
            (string parent, string sid) => Belongs(parent, sid) ? Delete(kind, sid) : RestAnswer.NotFound);

        bool Belongs(string parent, string sid) => Records.Find(kind, sid)?[field] == parent;
    }

    private void MapMedia(RouteGroupBuilder api, IEndpointRouteBuilder routes)
    {
        api.MapGet("/Recordings/{sid}", Wav);
        api.MapGet("/Recordings/{sid}.wav", Wav);
        api.MapGet("/Recordings/{sid}.mp3", (string sid) => Sound(sid) is { } sound
            ? Results.Bytes(SilentMp3.Of(Speech.Wav.Seconds(sound)), "audio/mpeg") : RestAnswer.NotFound);
        api.MapGet("/Messages/{parent}/Media/{sid}", (string parent, string sid) =>
            Records.Find("Media", sid)?["parent_sid"] != parent || misbehaviour.TakeNotReady()
                ? RestAnswer.NotFound : Results.Redirect($"/media-storage/{sid}", preserveMethod: true));
        routes.MapGet("/media-storage/{sid}", Stored);

        IResult Wav(string sid) =>
            Sound(sid) is { } sound ? Results.Bytes(misbehaviour.Sound?.Invoke(sound) ?? sound, "audio/x-wav") : RestAnswer.NotFound;
    }

    private byte[]? Sound(string sid) =>
        Records.Find("Recordings", sid) is null || misbehaviour.TakeNotReady() ? null : Records.ContentOf(sid);

    // The storage behind the redirect signs its URLs, and refuses a request that brings credentials besides.
    private IResult Stored(string sid, HttpRequest request)
    {
        if (request.Headers.Authorization.Count > 0)
            return Results.Text("Only one auth mechanism allowed", statusCode: 400);
        return Records.Find("Media", sid) is { } media && Records.ContentOf(sid) is { } content
            ? Results.Bytes(content, media["content_type"]) : Results.NotFound();
    }

    private IResult Fetch(string kind, string sid) =>
        Records.Find(kind, sid) is { } record ? RestAnswer.Resource(record) : RestAnswer.NotFound;

    private IResult Delete(string kind, string sid)
    {
        if (Records.Find(kind, sid) is not { } record)
            return RestAnswer.NotFound;
        if (record["status"] is "ringing" or "in-progress" or "queued")
            return RestAnswer.Error(409, 20009, "Cannot delete this resource before it is complete");
        return Records.Delete(kind, sid) ? Results.NoContent() : RestAnswer.NotFound;
    }

    private static string NameOf(string kind) => kind == "Media" ? "media_list" : kind.ToLowerInvariant();
}
