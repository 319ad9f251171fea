using Azure.Data.Tables;

namespace Hotline.Review.Casework;

/// <summary>A part's row: its envelope, still sealed. What is too long for a column stays in the journal alone.</summary>
public static class PartRow
{
    private const int MostCharacters = 32_000;
    private const string EnvelopeColumn = "Envelope";

    /// <summary>The columns of a part's row.</summary>
    public static TableEntity Columns(string envelope) => envelope.Length <= MostCharacters ? new() { { EnvelopeColumn, envelope } } : [];

    /// <summary>The envelope of a row; null when it lies in the journal alone.</summary>
    public static string? EnvelopeOf(TableEntity row) => row.GetString(EnvelopeColumn);
}
