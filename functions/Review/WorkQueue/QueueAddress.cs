using System.Globalization;
using Hotline.Review.Console;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Hotline.Review.WorkQueue;

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
        var query = new QueryBuilder { { "view", Value(filter.View) } };
        Add(query, "channel", filter.Channel?.ToString());
        Add(query, "language", filter.Language);
        Add(query, "priority", filter.Priority?.ToString(CultureInfo.InvariantCulture));
        Add(query, "line", filter.Line);
        Add(query, "from", Labels.Day(filter.From));
        Add(query, "to", Labels.Day(filter.To));
        Add(query, "tag", filter.Tag);
        Add(query, "sort", filter.Sort == TipOrder.Priority ? null : Value(filter.Sort));
        Add(query, "after", filter.After);
        return query.ToString();
    }

    /// <summary>The orders that a view can be read in; the closed tips have one alone, the last closed first.</summary>
    public static IReadOnlyList<(TipOrder Order, string Name)> OrdersOf(QueueView view) => view switch
    {
        QueueView.Open => [(TipOrder.Priority, "Priority"), (TipOrder.Newest, "Newest"), (TipOrder.Oldest, "Oldest")],
        QueueView.Closed => [(TipOrder.Priority, "Last closed")],
        _ => [(TipOrder.Priority, "Priority"), (TipOrder.Oldest, "Oldest")],
    };

    /// <summary>What the address calls a view or an order.</summary>
    public static string Value<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>The view that a posted form stood on.</summary>
    public static string WhereFrom(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out var from)
            && from.AbsolutePath == Path ? from.PathAndQuery : Path;

    /// <summary>A view that nothing narrows.</summary>
    public static QueueFilter Wide(QueueView view) => new() { View = view };

    /// <summary>What narrows the view, each with the filter without it.</summary>
    public static IEnumerable<(string Name, QueueFilter Without)> Narrowings(QueueFilter filter)
    {
        if (filter.Priority is { } priority)
            yield return ($"Priority: {Labels.Priority(priority)}", filter with { Priority = null, After = null });
        if (filter.Channel is { } channel)
            yield return ($"Came by: {channel}", filter with { Channel = null, After = null });
        if (filter.Language is { } language)
            yield return ($"Language: {Labels.Language(language)}", filter with { Language = null, After = null });
        if (filter.Line is { } line)
            yield return ($"Line: {Labels.Line(line)}", filter with { Line = null, After = null });
        if (filter.Tag is { } tag)
            yield return ($"Tag: {tag}", filter with { Tag = null, After = null });
        if (filter.From is not null)
            yield return ($"From {Labels.Day(filter.From)}", filter with { From = null, After = null });
        if (filter.To is not null)
            yield return ($"Until {Labels.Day(filter.To)}", filter with { To = null, After = null });
    }

    private static void Add(QueryBuilder query, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            query.Add(name, value);
    }
}
