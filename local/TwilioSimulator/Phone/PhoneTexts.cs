using Hotline.Local.Twilio.Account;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Local.Twilio.Phone;

/// <summary>The texts of the page: a thread as it grows, and what is sent.</summary>
/// <param name="account">Has the threads.</param>
/// <param name="text">Sends one to the hotline.</param>
internal sealed class PhoneTexts(TwilioAccount account, Func<TextScript, CancellationToken, Task<ConversationResult>> text)
{
    /// <summary>Adds their routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/phone/texts", (string number, HttpContext http) =>
            PhonePage.Stream(account.Threads.Of(number).ReadAsync(PhonePage.LastRead(http), http.RequestAborted)));
        routes.MapPost("/phone/texts", SendAsync);
        routes.MapGet("/phone/files/{sid}", (string sid) =>
            account.Threads.FileOf(sid) is { } file ? Results.Bytes(file.Content, file.ContentType) : Results.NotFound());
    }

    private async Task<IResult> SendAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        try
        {
            var sent = await text(
                new TextScript
                {
                    From = form["from"].ToString(),
                    Body = form["body"].ToString(),
                    Media = await Task.WhenAll(form.Files.Select(ReadAsync)),
                    WaitsForCallbacks = false,
                },
                request.HttpContext.RequestAborted);
            return Results.Json(new { sent.Errors });
        }
        catch (ArgumentException e)
        {
            return PhonePage.Refuse(e.Message);
        }
    }

    private static async Task<MediaFile> ReadAsync(IFormFile file)
    {
        using var content = new MemoryStream();
        await file.CopyToAsync(content);
        return new MediaFile(file.ContentType is { Length: > 0 } type ? type : "application/octet-stream", content.ToArray());
    }
}
