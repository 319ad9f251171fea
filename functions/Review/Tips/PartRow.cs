using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;

namespace Hotline.Review.Tips;

/// <summary>
/// A part's row: its envelope, still sealed. What is too long for a column stays in the journal alone, and the row has its SHA-256.
/// </summary>
public static class PartRow
{
    private const int MaxCharacters = 32_000;
    private const string EnvelopeColumn = "Envelope";
    private const string HashColumn = "Sha256";

    /// <summary>The columns of a part's row.</summary>
    public static TableEntity Columns(string envelope) =>
        envelope.Length <= MaxCharacters ? new() { { EnvelopeColumn, envelope } } : new() { { HashColumn, HashOf(envelope) } };

    /// <summary>The envelope of a row; null when it lies in the journal alone.</summary>
    public static string? EnvelopeOf(TableEntity row) => row.Text(EnvelopeColumn);

    /// <summary>Whether a row is of the envelope that the journal has.</summary>
    public static bool IsOf(TableEntity row, string envelope) =>
        EnvelopeOf(row) is { } held ? held == envelope : row.Text(HashColumn) == HashOf(envelope);

    /// <summary>The parts that came with these events.</summary>
    public static IEnumerable<PartId> MadeBy(IEnumerable<LedgerEvent> events) =>
        events.Select(e => (e.What as NewPartEvent)?.Part).OfType<PartId>();

    private static string HashOf(string envelope) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(envelope)));
}
