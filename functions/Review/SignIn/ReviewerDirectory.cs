using Hotline.Platform.Storage;
using Hotline.Review.Table;

namespace Hotline.Review.SignIn;

/// <summary>Who has signed in and works tips: to whom one can be given.</summary>
public sealed class ReviewerDirectory(RoomTable table, TimeProvider time)
{
    // Every page lists them, and they seldom change; who signs in by another process is found by id all the same.
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    private volatile Listed? listed;

    /// <summary>All of them by name, as of no more than ten minutes ago.</summary>
    public async Task<IReadOnlyList<(string Id, string Name)>> PeopleAsync(CancellationToken stop)
    {
        if (listed is { } known && time.GetUtcNow() - known.At < Lasts)
            return known.People;
        var now = time.GetUtcNow();
        var people = new List<(string, string)>();
        var working = new RangeQuery("RowKey", "Name") { Where = RowCondition.IsTrue("WorksTips") };
        await foreach (var row in table.EachShardAsync(ReviewKeys.SeatRange, stop, working))
            people.Add((ReviewKeys.SeatRange.Rest(row.RowKey), row.GetString("Name") ?? "Unnamed"));
        listed = new Listed(now, [.. people.OrderBy(person => person.Item2, StringComparer.CurrentCulture)]);
        return listed.People;
    }

    /// <summary>Somebody of an id; null where nobody of it works tips.</summary>
    public async Task<(string Id, string Name)?> FindAsync(string? id, CancellationToken stop)
    {
        if (string.IsNullOrEmpty(id))
            return null;
        if (Find(await PeopleAsync(stop)) is { } known)
            return known;
        Forget();
        return Find(await PeopleAsync(stop));

        (string Id, string Name)? Find(IReadOnlyList<(string Id, string Name)> people) =>
            people.Cast<(string Id, string Name)?>().FirstOrDefault(person => person!.Value.Id == id);
    }

    /// <summary>Somebody signed in: whoever asks next hears of them.</summary>
    public void Forget() => listed = null;

    private sealed record Listed(DateTimeOffset At, IReadOnlyList<(string Id, string Name)> People);
}
