using Hotline.Review.Console;
using Microsoft.AspNetCore.Http;

namespace Hotline.Review.Undelivered;

/// <summary>Makes the page of what could not be delivered, without a body: those are sealed.</summary>
public sealed class UndeliveredPages(UndeliveredDesk desk, UndeliveredRows rows, Shells shells)
{
    private const int PageSize = 50;
    private static readonly UndeliveredSlice None = new([], null);

    /// <summary>
    /// Answers a page: what waits, the oldest first, from <c>after</c> on; behind its end what was settled, the latest first, from
    /// <c>settled</c> on.
    /// </summary>
    /// <param name="request">Who asks, and for which page.</param>
    /// <param name="notice">What was just done; null when nothing was.</param>
    /// <param name="stop">Cuts it short.</param>
    public async Task<IResult> ShowAsync(HttpRequest request, string? notice, CancellationToken stop)
    {
        string? after = request.Query["after"], from = request.Query["settled"];
        var waiting = from is null ? await rows.PageAsync(settled: false, after, PageSize, stop) : None;
        var settled = waiting.Next is null ? await rows.PageAsync(settled: true, from, PageSize, stop) : None;
        return ConsolePageResult.Of(new UndeliveredModel(
            await shells.OfAsync(request, stop),
            [
                .. waiting.Messages.Concat(settled.Messages).Select(message => new UndeliveredLine(
                    message.Id, message.Source, message.Reason, message.At, message.Attempts, message.Size ?? 0, message.State)
                {
                    MayBeSentAgain = desk.MayBeSentAgain(message),
                }),
            ])
        {
            Causes = [.. (await rows.CausesAsync(stop)).Select(cause =>
                new CauseLine(cause.Id, cause.Source, cause.Reason, cause.Count, cause.Since))],
            Notice = notice, IsFirst = after is null && from is null,
            Next = waiting.Next is { } more ? $"?after={Uri.EscapeDataString(more)}"
                : settled.Next is { } earlier ? $"?settled={Uri.EscapeDataString(earlier)}" : null,
        });
    }
}
