using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Hotline.Review.Console;

/// <summary>The address of a view of the queue: the one place that knows its query.</summary>
public static class QueueAddress
{
    /// <summary>The queue's path.</summary>
    public const string Path = "/review/tips";

    /// <summary>The address of what a filter shows.</summary>
    public static string Of(QueueFilter filter) => Path + Query(filter);

    /// <summary>The query alone, with its question mark.</summary>
    public static string Query(QueueFilter filter)
    {
        var query = new QueryBuilder { { "view", filter.View } };
        Add(query, "channel", filter.Channel);
        Add(query, "language", filter.Language);
        Add(query, "priority", filter.Priority?.ToString(CultureInfo.InvariantCulture));
        Add(query, "line", filter.Line);
        Add(query, "from", Day(filter.From));
        Add(query, "to", Day(filter.To));
        Add(query, "tag", filter.Tag);
        Add(query, "sort", filter.Sort == "priority" ? null : filter.Sort);
        Add(query, "after", filter.After);
        return query.ToString();
    }

    /// <summary>The orders that a view can be read in; the closed tips have one alone, the last closed first.</summary>
    public static IReadOnlyList<(string Value, string Name)> OrdersOf(string view) => view switch
    {
        "open" => [("priority", "Priority"), ("newest", "Newest"), ("oldest", "Oldest")],
        "closed" => [("priority", "Last closed")],
        _ => [("priority", "Priority"), ("oldest", "Oldest")],
    };

    /// <summary>The view that a posted form stood on.</summary>
    public static string WhereFrom(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out var from)
            && from.AbsolutePath == Path ? from.PathAndQuery : Path;

    /// <summary>A view that nothing narrows.</summary>
    public static QueueFilter Wide(string view) => new(view, null, null, null, null, null, null, null, "priority", null);

    /// <summary>A day as a date field holds it.</summary>
    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What narrows the view, each with the filter without it.</summary>
    public static IEnumerable<(string Name, QueueFilter Without)> Narrowings(QueueFilter filter)
    {
        if (filter.Priority is { } priority)
            yield return ($"Priority: {Words.Priority(priority)}", filter with { Priority = null, After = null });
        if (filter.Channel is { } channel)
            yield return ($"Came by: {channel}", filter with { Channel = null, After = null });
        if (filter.Language is { } language)
            yield return ($"Language: {Words.Language(language)}", filter with { Language = null, After = null });
        if (filter.Line is { } line)
            yield return ($"Line: {Words.Line(line)}", filter with { Line = null, After = null });
        if (filter.Tag is { } tag)
            yield return ($"Tag: {tag}", filter with { Tag = null, After = null });
        if (filter.From is not null)
            yield return ($"From {Day(filter.From)}", filter with { From = null, After = null });
        if (filter.To is not null)
            yield return ($"Until {Day(filter.To)}", filter with { To = null, After = null });
    }

    private static void Add(QueryBuilder query, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            query.Add(name, value);
    }
}
