using Azure.Data.Tables;

namespace Hotline.Platform.Storage;

/// <summary>Reads columns that may have been changed: what is missing or of another type is null.</summary>
public static class Columns
{
    /// <summary>A text; null where the column is missing or somebody wrote another type into it.</summary>
    public static string? Text(this TableEntity row, string column) => row.TryGetValue(column, out var value) ? value as string : null;

    /// <summary>A whole number.</summary>
    public static int? Number(this TableEntity row, string column) => row.TryGetValue(column, out var value) ? value as int? : null;

    /// <summary>A moment; null where the column is missing or somebody wrote another type into it.</summary>
    public static DateTimeOffset? Time(this TableEntity row, string column) =>
        row.TryGetValue(column, out var value) ? value as DateTimeOffset? : null;
}
