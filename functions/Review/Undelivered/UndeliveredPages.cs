using Hotline.Review.Console;
using Microsoft.AspNetCore.Http;

namespace Hotline.Review.Undelivered;

/// <summary>Makes the page of what could not be delivered, without a body: those are sealed.</summary>
public sealed class UndeliveredPages(UndeliveredDesk desk, UndeliveredRows rows, PageFrames frames)
{
    private const int PageSize = 50;
    private static readonly UndeliveredSlice None = new([], null);

    /// <summary>
    /// Answers a page: what waits, the oldest first, from <c>after</c> on; behind its end what was settled, the latest first, from
    /// <c>settled</c> on.
    /// </summary>
    /// <param name="request">Who asks, and for which page.</param>
    /// <param name="notice">What was just done; null when nothing was.</param>
    public async Task<IResult> ShowAsync(HttpRequest request, string? notice, CancellationToken stop)
    {
        string? after = request.Query["after"], from = request.Query["settled"];
        var waiting = from is null ? await rows.PageAsync(settled: false, after, PageSize, stop) : None;
        var settled = waiting.Next is null ? await rows.PageAsync(settled: true, from, PageSize, stop) : None;
        return new ConsolePageResult<UndeliveredPage>(new UndeliveredModel
        {
            Frame = await frames.OfAsync(request, stop), Messages = [.. waiting.Messages.Concat(settled.Messages).Select(LineOf)],
            Causes = await rows.CausesAsync(stop), Notice = notice, IsFirst = after is null && from is null,
            Next = waiting.Next is { } more ? $"?after={Uri.EscapeDataString(more)}"
                : settled.Next is { } earlier ? $"?settled={Uri.EscapeDataString(earlier)}" : null,
        });
    }

    private UndeliveredLine LineOf(UndeliveredMessage message) => new()
    {
        Id = message.Id, Source = message.Source, Reason = message.Reason, At = message.At, Attempts = message.Attempts,
        Size = message.Size ?? 0, State = message.State, MayBeSentAgain = desk.MayBeSentAgain(message),
    };
}
