using Azure.Data.Tables;

namespace Hotline.Platform.Storage;

/// <summary>Reads columns that may have been changed: what is missing or of another type is null.</summary>
public static class Columns
{
    public static string? Text(this TableEntity row, string column) => row.TryGetValue(column, out var value) ? value as string : null;

    /// <summary>A whole number.</summary>
    public static int? Number(this TableEntity row, string column) => row.TryGetValue(column, out var value) ? value as int? : null;

    public static DateTimeOffset? Time(this TableEntity row, string column) =>
        row.TryGetValue(column, out var value) ? value as DateTimeOffset? : null;
}
