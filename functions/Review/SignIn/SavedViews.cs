using Azure.Data.Tables;
using Hotline.Platform.Storage;
using Hotline.Review.Table;

namespace Hotline.Review.SignIn;

/// <summary>The views of the queue that each person saved: lines of a name, a tab and a query.</summary>
public sealed class SavedViews(RoomTable table)
{
    /// <summary>The column of a person's row that holds them.</summary>
    public const string Column = "Views";

    private const int MaxViews = 20;

    /// <summary>A person's views: name and query.</summary>
    public static IReadOnlyList<(string Name, string Query)> Of(Session session) => session.Views is { Length: > 0 } views
        ? [.. views.Split('\n').Select(line => line.Split('\t')).Select(pair => (pair[0], pair[1]))]
        : [];

    /// <summary>Saves a view under a name; an empty query removes it.</summary>
    public Task SaveAsync(string reviewer, Session session, string name, string query, CancellationToken stop)
    {
        var views = Of(session).Where(view => view.Name != name).ToList();
        if (query.Length > 0)
            views.Add((name, query));
        var (shard, key) = ReviewKeys.SeatOf(reviewer);
        return table.MergeAsync(
            shard, key,
            new TableEntity { { Column, string.Join('\n', views.TakeLast(MaxViews).Select(view => $"{view.Name}\t{view.Query}")) } }, stop);
    }
}
