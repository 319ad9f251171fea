using System.Collections.Concurrent;
using Hotline.Local.Speech;
using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Local.Twilio.Phone;

/// <summary>The calls of the page: it dials, is told what it hears, and says what its person does.</summary>
/// <param name="account">Whose number is called.</param>
/// <param name="begin">Makes a conversation.</param>
/// <param name="follow">Waits for a call when the simulator stops.</param>
/// <param name="stopping">The simulator stops: who is in a call hangs up.</param>
internal sealed class LiveCalls(TwilioAccount account, Func<Listener, Conversation> begin, Action<Task> follow, CancellationToken stopping)
{
    private readonly ConcurrentDictionary<string, LiveCall> calls = new();

    /// <summary>Adds their routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/phone/calls", (Dialling dialling) => Dial(dialling.From));
        routes.MapGet("/phone/calls/{sid}", Listen);
        routes.MapPost("/phone/calls/{sid}", Act);
        routes.MapPost("/phone/calls/{sid}/sound", SpeakAsync);
    }

    private IResult Dial(string from)
    {
        LiveCall call;
        try
        {
            call = new LiveCall(account, from, begin);
        }
        catch (ArgumentException e)
        {
            return PhonePage.Refuse(e.Message);
        }

        calls[call.Sid] = call;
        stopping.UnsafeRegister(_ => call.Caller.Do(new CallerAct { HangsUp = true }), null);
        follow(call.PlayAsync());
        return Results.Json(new { call.Sid });
    }

    private IResult Listen(string sid, HttpContext http) => calls.TryGetValue(sid, out var call)
        ? PhonePage.Stream(call.ReadAsync(PhonePage.LastRead(http), http.RequestAborted))
        : Results.NotFound();

    private IResult Act(string sid, CallerAct act)
    {
        if (!calls.TryGetValue(sid, out var call))
            return Results.NotFound();
        try
        {
            act.Check();
        }
        catch (ArgumentException e)
        {
            return PhonePage.Refuse(e.Message);
        }

        call.Caller.Do(act);
        return Results.NoContent();
    }

    private async Task<IResult> SpeakAsync(string sid, HttpRequest request)
    {
        if (!calls.TryGetValue(sid, out var call))
            return Results.NotFound();
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        var sound = body.ToArray();
        if (Wav.Seconds(sound) is var seconds && seconds <= 0)
            return PhonePage.Refuse("What was spoken has to be a WAV file.");
        if (call.Caller.Records is not { } longest)
            return PhonePage.Refuse("Nothing is being recorded.");
        if (seconds > longest)
            return PhonePage.Refuse($"The line records {longest} seconds at the most.");
        call.Caller.Do(new CallerAct { Sound = sound });
        return Results.NoContent();
    }

    private sealed record Dialling(string From);
}
