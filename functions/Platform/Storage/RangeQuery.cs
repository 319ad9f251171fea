using Azure.Data.Tables;

namespace Hotline.Platform.Storage;

/// <summary>What to read of a range.</summary>
/// <param name="Columns">The columns; none for all.</param>
public sealed record RangeQuery(params IReadOnlyList<string> Columns)
{
    /// <summary>How many rows an answer of storage has at most; null for as many as it likes.</summary>
    public int? PageSize { get; init; }

    /// <summary>Which rows; null for all.</summary>
    public RowCondition? Where { get; init; }
}

/// <summary>A condition that storage itself checks, so that other rows are not sent.</summary>
public sealed class RowCondition
{
    private RowCondition(string filter) => Filter = filter;

    internal string Filter { get; }

    /// <summary>The column's time lies before a moment.</summary>
    public static RowCondition Before(string column, DateTimeOffset at) => new($"{column} lt {TableClient.CreateQueryFilter($"{at}")}");

    /// <summary>The column's time is a moment, or lies behind it.</summary>
    public static RowCondition Since(string column, DateTimeOffset at) => new($"{column} ge {TableClient.CreateQueryFilter($"{at}")}");

    /// <summary>The column says true.</summary>
    public static RowCondition IsTrue(string column) => new($"{column} eq true");
}
