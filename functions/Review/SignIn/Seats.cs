using Azure.Data.Tables;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Table;
using Microsoft.Extensions.Options;

namespace Hotline.Review.SignIn;

/// <summary>
/// Where each person sits: when they last did something, by which an idle session is locked, and their saved views.
/// </summary>
public sealed class Seats(RoomTable table, DayJournal days, IOptions<SignInOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);

    /// <summary>Whether the session is open; notes the activity, and a new sign-in.</summary>
    /// <param name="reviewer">Who.</param>
    /// <param name="actor">Who, as the journal names them.</param>
    /// <param name="isActivity">False for what a page does by itself: it keeps no session open.</param>
    public async Task<bool> IsOpenAsync(Reviewer reviewer, Actor actor, bool isActivity, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var row = await table.FindAsync(ShardOf(reviewer.Id), ReviewKeys.Seat(reviewer.Id), stop);
        var last = row?.GetDateTimeOffset("Last") ?? DateTimeOffset.MinValue;
        var session = row?.GetDateTimeOffset("Session") ?? DateTimeOffset.MinValue;
        var isNew = reviewer.Since > session;
        if (!isNew && now - last > options.Value.IdleLimit)
            return false;
        if (isNew)
            await days.NoteAsync(actor, new SignedInEvent(), stop);
        if (isNew || (isActivity && now - last > Precision))
            await table.MergeAsync(
                ShardOf(reviewer.Id), ReviewKeys.Seat(reviewer.Id),
                new TableEntity
                {
                    { "Last", now }, { "Session", isNew ? reviewer.Since : session }, { "Name", reviewer.Name },
                    { "WorksTips", reviewer.WorksTips },
                },
                stop);
        return true;
    }

    /// <summary>How long the session stays open without another act.</summary>
    public async Task<TimeSpan> LocksInAsync(string reviewer, CancellationToken stop)
    {
        var row = await table.FindAsync(ShardOf(reviewer), ReviewKeys.Seat(reviewer), stop, "Last");
        return row?.GetDateTimeOffset("Last") is { } last
            ? last + options.Value.IdleLimit - time.GetUtcNow() : TimeSpan.Zero;
    }

    /// <summary>A person's saved views: name and query.</summary>
    public async Task<IReadOnlyList<(string Name, string Query)>> ViewsAsync(string reviewer, CancellationToken stop)
    {
        var row = await table.FindAsync(ShardOf(reviewer), ReviewKeys.Seat(reviewer), stop, "Views");
        return row?.GetString("Views") is { Length: > 0 } views
            ? [.. views.Split('\n').Select(line => line.Split('\t')).Select(pair => (pair[0], pair[1]))]
            : [];
    }

    /// <summary>Saves a view under a name; an empty query takes it away.</summary>
    public async Task SaveViewAsync(string reviewer, string name, string query, CancellationToken stop)
    {
        var views = (await ViewsAsync(reviewer, stop)).Where(view => view.Name != name).ToList();
        if (query.Length > 0)
            views.Add((name, query));
        await table.MergeAsync(
            ShardOf(reviewer), ReviewKeys.Seat(reviewer),
            new TableEntity { { "Views", string.Join('\n', views.TakeLast(20).Select(view => $"{view.Name}\t{view.Query}")) } }, stop);
    }

    /// <summary>Everybody who has sat here and works tips: to whom one can be given.</summary>
    public async Task<IReadOnlyList<(string Id, string Name)>> PeopleAsync(CancellationToken stop)
    {
        var people = new List<(string, string)>();
        var working = new RangeQuery("RowKey", "Name") { Where = RowCondition.IsTrue("WorksTips") };
        await foreach (var row in table.EachShardAsync(ReviewKeys.SeatRange, stop, working))
            people.Add((ReviewKeys.SeatRange.Rest(row.RowKey), row.GetString("Name") ?? "Unnamed"));
        return [.. people.OrderBy(person => person.Item2, StringComparer.CurrentCulture)];
    }

    private static string ShardOf(string reviewer) => ReviewKeys.ReviewShardOf($"seat-{reviewer}");
}
