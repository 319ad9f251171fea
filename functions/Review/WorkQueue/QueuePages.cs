using System.Globalization;
using Hotline.Review.Console;
using Hotline.Review.Ledger;
using Hotline.Review.SignIn;
using Hotline.Review.Tips;
using Microsoft.AspNetCore.Http;

namespace Hotline.Review.WorkQueue;

/// <summary>Makes the pages of the work queue.</summary>
public sealed class QueuePages(TipQueue queue, QueueCounts counting, Seats seats, Shells shells, DayJournal days, TimeProvider time)
{
    private static readonly string[] Views = ["open", "mine", "unassigned", "escalated", "waiting", "closed"];

    /// <summary>The page that a request asks for.</summary>
    /// <param name="request">Who asks, and for what.</param>
    /// <param name="pulse">The pulse that was felt before.</param>
    /// <param name="stop">Cuts it short.</param>
    public async Task<QueueModel> ShowAsync(HttpRequest request, string pulse, CancellationToken stop)
    {
        var (reviewer, filter, now) = (request.Reviewer(), Read(request.Query), time.GetUtcNow());
        var page = queue.ReadAsync(
            new TipQuery(IndexOf(filter.View, reviewer), Order(filter), tip => Matches(tip, filter), filter.After), stop);
        var asksByItself = request.Headers.ContainsKey(ReviewerGate.BackgroundHeader);
        var views = Views.ToDictionary(view => view, view => IndexOf(view, reviewer));
        var known = asksByItself ? counting.Find(views, pulse) : null;
        if (known is { OfNow: false })
            PageTag.MarkUnfinished(request);
        var counts = known is { } found ? Task.FromResult(found.Counts) : counting.NowAsync(views, pulse, stop);
        var shell = shells.OfAsync(request, stop);
        var people = seats.PeopleAsync(stop);
        var saved = seats.ViewsAsync(reviewer.Id, stop);
        await Task.WhenAll(page, people, saved, counts, shell);
        if (!asksByItself)
            await days.NoteAsync(request.Actor(), Happening.Of(Act.Looked, ("page", "queue"), ("view", filter.View)), stop);
        var tips = (await page).Tips;
        return new QueueModel(
            await shell, filter, await counts,
            [.. tips.Select(tip => TipLines.Of(tip, reviewer, now))], (await page).Next,
            [.. (await saved).Select(view => new SavedView(view.Name, view.Query))],
            [.. tips.Select(tip => tip.Line).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            [.. tips.SelectMany(tip => tip.Tags).Distinct().Order(StringComparer.Ordinal)],
            [.. (await people).Select(person => new PersonView(person.Id, person.Name))]);
    }

    private static string IndexOf(string view, Reviewer reviewer) => view switch
    {
        "mine" => StateRow.Mine(reviewer.Id),
        "unassigned" => StateRow.Free,
        "escalated" => StateRow.Escalated,
        "waiting" => StateRow.Waiting,
        "closed" => StateRow.Closed,
        _ => StateRow.Open,
    };

    private static TipOrder Order(QueueFilter filter) => filter.Sort switch
    {
        "newest" => TipOrder.Newest,
        "oldest" => TipOrder.Oldest,
        _ => TipOrder.Priority,
    };

    private static bool Matches(TipState tip, QueueFilter filter) =>
        (filter.Channel is null
            || tip.Channels.Any(channel => string.Equals(channel.ToString(), filter.Channel, StringComparison.OrdinalIgnoreCase)))
        && (filter.Language is null || tip.Language?.StartsWith(filter.Language, StringComparison.OrdinalIgnoreCase) == true)
        && (filter.Priority is null || tip.Priority == filter.Priority)
        && (filter.Line is null || tip.Line == filter.Line)
        && (filter.Tag is null || tip.Tags.Contains(filter.Tag))
        && (filter.From is null || DateOnly.FromDateTime(tip.Opened.UtcDateTime) >= filter.From)
        && (filter.To is null || DateOnly.FromDateTime(tip.Opened.UtcDateTime) <= filter.To);

    private static QueueFilter Read(IQueryCollection query)
    {
        var view = Views.FirstOrDefault(known => known == Text("view")) ?? "open";
        var sort = QueueAddress.OrdersOf(view).FirstOrDefault(order => order.Value == Text("sort")).Value ?? "priority";
        return new QueueFilter(
            view, Text("channel"), Text("language"),
            int.TryParse(Text("priority"), CultureInfo.InvariantCulture, out var priority) ? priority : null,
            Text("line"), Day("from"), Day("to"), Text("tag"), sort,
            Text("after") is { } after && !after.Any(char.IsControl) ? after : null);

        string? Text(string name) => query[name].ToString() is { Length: > 0 and < 200 } text ? text : null;

        DateOnly? Day(string name) =>
            DateOnly.TryParseExact(Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }
}
