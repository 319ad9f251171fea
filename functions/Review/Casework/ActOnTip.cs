using System.Diagnostics;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Casework;

/// <summary>Does to a tip what a reviewer posts: one of the acts open to everybody who works tips.</summary>
public sealed class ActOnTip(TipFormPost posts, TipActs acts)
{
    // The Functions host takes the first route that fits: this one fits its own acts alone.
    private const string Route = $"review/tips/{{tip}}/{{act:regex(^({TipActs.Segments})$)}}";

    /// <summary>Takes the fields of the act's form.</summary>
    [Function(nameof(ActOnTip))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string tip, string act,
        CancellationToken stop)
    {
        var done = Enum.Parse<TipAct>(act, ignoreCase: true);
        // So that traces distinguish the acts, as their addresses do.
        if (Activity.Current is { } span)
        {
            var route = $"/review/tips/{{tip}}/{act.ToLowerInvariant()}";
            span.SetTag("http.route", route).DisplayName = $"{request.Method} {route}";
        }

        return posts.TakeAsync(request, tip, done, form => acts.All[done](form, stop), stop);
    }
}
