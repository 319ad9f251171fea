using System.Globalization;
using Hotline.Contracts;
using Hotline.Platform.Words;
using Hotline.Review.Console;
using Hotline.Review.Ledger;
using Hotline.Review.SignIn;
using Hotline.Review.Tips;
using Hotline.Review.WorkQueue.Pages;
using Microsoft.AspNetCore.Http;

namespace Hotline.Review.WorkQueue;

/// <summary>Makes the pages of the work queue.</summary>
public sealed class QueuePages(
    TipQueue queue, QueueCounts counting, ReviewerDirectory directory, PageFrames frames, DayJournal days, Languages languages, TimeProvider time)
{
    /// <summary>Answers the page that a request asks for.</summary>
    /// <param name="request">Who asks, and for what.</param>
    /// <param name="pulse">The pulse that was felt before.</param>
    public async Task<IResult> ShowAsync(HttpRequest request, Pulse pulse, CancellationToken stop)
    {
        var (reviewer, filter, now) = (request.Reviewer(), Read(request.Query), time.GetUtcNow());
        var page = queue.ReadAsync(
            new TipQuery(IndexOf(filter.View, reviewer), filter.Sort, tip => Matches(tip, filter), filter.After, filter.IsFiltered), pulse, stop);
        var asksByItself = request.Headers.ContainsKey(ReviewerGate.BackgroundHeader);
        var counts = counting.ReadAsync(QueueViews.All.ToDictionary(view => view.View, view => IndexOf(view.View, reviewer)), pulse, stop);
        var shell = frames.OfAsync(request, stop, pulse);
        var people = directory.PeopleAsync(stop);
        await Task.WhenAll(page, people, counts, shell);
        if (!asksByItself)
            await days.NoteAsync(request.Actor(), new LookedEvent(LookedEvent.Queue, QueueAddress.Value(filter.View)), stop);
        var tips = (await page).Tips;
        var here = QueueAddress.Query(filter with { After = null }).TrimStart('?');
        return new ConsolePageResult<QueuePage>(new QueueModel
        {
            Frame = await shell, Filter = filter, Counts = await counts,
            Tips = [.. tips.Select(tip => TipLines.Of(tip, reviewer, now))], Next = (await page).Next,
            Views = [.. SavedViews.Of(request.Session()).Select(view => new SavedView(view.Name, view.Query, view.Query == here))],
            Languages = Choice.Among(languages.All.Select(language => (language.Code, Labels.Language(language.Code))), filter.Language),
            Lines = Choice.Among(
                tips.Select(tip => tip.Line).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(line => (line, Labels.Line(line))),
                filter.Line),
            Tags = Choice.Among(
                tips.SelectMany(tip => tip.Tags).Distinct().Order(StringComparer.Ordinal).Select(tag => (tag, tag)), filter.Tag),
            People = [.. (await people).Select(person => new PersonView(person.Id, person.Name))],
        });
    }

    private static string IndexOf(QueueView view, Reviewer reviewer) => view switch
    {
        QueueView.Mine => StateRow.Mine(reviewer.Id),
        QueueView.Unassigned => StateRow.Free,
        QueueView.Escalated => StateRow.Escalated,
        QueueView.Waiting => StateRow.Waiting,
        QueueView.Closed => StateRow.Closed,
        _ => StateRow.Open,
    };

    private static bool Matches(TipState tip, QueueFilter filter) =>
        (filter.Channel is not { } channel || tip.Channels.Contains(channel))
        && (filter.Language is null || tip.Language?.StartsWith(filter.Language, StringComparison.OrdinalIgnoreCase) == true)
        && (filter.Priority is null || tip.Priority == filter.Priority)
        && (filter.Line is null || tip.Line == filter.Line)
        && (filter.Tag is null || tip.Tags.Contains(filter.Tag))
        && (filter.From is null || DateOnly.FromDateTime(tip.Opened.UtcDateTime) >= filter.From)
        && (filter.To is null || DateOnly.FromDateTime(tip.Opened.UtcDateTime) <= filter.To);

    private static QueueFilter Read(IQueryCollection query)
    {
        var view = QueueViews.All.FirstOrDefault(known => QueueAddress.Value(known.View) == Text("view")).View;
        return new QueueFilter
        {
            View = view,
            Channel = Enum.GetValues<Channel>().Cast<Channel?>().FirstOrDefault(
                known => string.Equals(known.ToString(), Text("channel"), StringComparison.OrdinalIgnoreCase)),
            Language = Text("language"),
            Priority = int.TryParse(Text("priority"), CultureInfo.InvariantCulture, out var priority) ? priority : null,
            Line = Text("line"), From = Day("from"), To = Day("to"), Tag = Text("tag"),
            Sort = QueueAddress.OrdersOf(view).FirstOrDefault(known => QueueAddress.Value(known.Order) == Text("sort")).Order,
            After = Text("after") is { } after && !after.Any(char.IsControl) ? after : null,
        };

        string? Text(string name) => query[name].ToString() is { Length: > 0 and < 200 } text ? text : null;

        DateOnly? Day(string name) =>
            DateOnly.TryParseExact(Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }
}
