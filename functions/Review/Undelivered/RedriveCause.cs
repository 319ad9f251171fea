using System.Globalization;
using Hotline.Review.Console;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Undelivered;

/// <summary>Sends all that waits for one cause again.</summary>
public sealed class RedriveCause(SendAllAgain all, UndeliveredPages pages)
{
    /// <summary>Takes <c>cause</c> and <c>reason</c>; where not all could be sent, the page says how many and why.</summary>
    [Function(nameof(RedriveCause))]
    [Needs(Role.Supervisor, Role.Administrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/undelivered/again")] HttpRequest request, CancellationToken stop)
    {
        var form = await request.ReadFormAsync(stop);
        var done = await all.RunAsync(
            form["cause"].ToString(), form["reason"].ToString(), request.Actor(), SendAllAgain.MaxPerRequest, stop);
        return done is { Sent: > 0, Left: 0, Refused.Count: 0 }
            ? SeeOther.To("/review/undelivered") : await pages.ShowAsync(request, Say(done), stop);
    }

    private static string Say(SentAgain done) => done is { Sent: 0, Left: 0, Refused.Count: 0 }
        ? "Nothing waits for this cause any more."
        : string.Join(' ', new[]
        {
            $"{Labels.Count(done.Sent, "message")} sent again.",
            done.Left > 0 ? string.Create(CultureInfo.InvariantCulture, $"{done.Left} wait: send again once more.") : null,
        }.Concat(done.Refused.Select(refused => $"{Labels.Count(refused.Value, "message")} not: {refused.Key}")).OfType<string>());
}
