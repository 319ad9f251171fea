using System.Text.Json;
using System.Threading.Channels;
using Hotline.Local.Twilio.Account;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Local.Twilio;

/// <summary>
/// Lets another process play calls and texts: the script is posted as JSON, the conversation comes back as lines of JSON while it goes, and
/// the last line is its result. This is the simulator's own, not Twilio's.
/// </summary>
internal sealed class Control(TwilioSimulator simulator)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Adds its routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/simulator/calls", (HttpContext context) => PlayAsync<CallScript>(context, simulator.CallAsync));
        routes.MapPost("/simulator/texts", (HttpContext context) => PlayAsync<TextScript>(context, simulator.TextAsync));
    }

    private static async Task PlayAsync<TScript>(
        HttpContext context, Func<TScript, Action<ConversationLine>?, CancellationToken, Task<ConversationResult>> play)
    {
        var lines = Channel.CreateUnbounded<string>();
        try
        {
            var script = await JsonSerializer.DeserializeAsync<TScript>(context.Request.Body, Json, context.RequestAborted);
            var playing = play(script!, line => lines.Writer.TryWrite(JsonSerializer.Serialize(line, Json)), CancellationToken.None);
            _ = playing.ContinueWith(_ => lines.Writer.Complete(), TaskScheduler.Default);
            context.Response.ContentType = "application/x-ndjson";
            await foreach (var line in lines.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync($"{line}\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            var result = await playing;
            await context.Response.WriteAsync($"{JsonSerializer.Serialize(new { result.Sid, result.Ending, result.Recordings, result.Errors, result.HeardError }, Json)}\n");
        }
        catch (Exception e) when (e is ArgumentException or JsonException && !context.Response.HasStarted)
        {
            context.Response.StatusCode = 400;
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync(e is JsonException ? "The script can't be read as JSON." : e.Message);
        }
    }
}
