using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Hotline.Contracts;

namespace Hotline.Intake.Receipts;

/// <summary>
/// A receipt's row: which tip it is of, bound by a MAC (HMAC-SHA256, https://www.rfc-editor.org/rfc/rfc2104) whose key the code alone
/// gives. Whoever can write to storage can't turn it to another tip.
/// </summary>
/// <param name="Tip">The receipt's tip.</param>
/// <param name="Channel">How the report came for which it was given.</param>
/// <param name="Language">The language in which it was said.</param>
/// <param name="Given">When.</param>
/// <param name="Expires">When it opens nothing any more, unless <see cref="KeepUntil"/> is later.</param>
public sealed record ReceiptRow(TipId Tip, string Channel, string Language, DateTimeOffset Given, DateTimeOffset Expires)
{
    /// <summary>
    /// The column in which Review's word stands until when the receipt lives, used or not. It is outside the MAC, whose key Intake has only
    /// while somebody uses the code; without it the row expires as it was written.
    /// </summary>
    public const string KeepUntil = nameof(KeepUntil);

    /// <summary>The row as it is stored, bound to its code by a MAC.</summary>
    public TableEntity ToColumns(ReceiptKeys keys) => new()
    {
        { "Tip", Tip.Value }, { "Channel", Channel }, { "Language", Language }, { "PublicKey", keys.PublicKey },
        { "Given", Given }, { "Expires", Expires }, { "Mac", MacOf(keys) },
    };

    /// <summary>Whether Review keeps a receipt that has expired.</summary>
    public static bool IsKept(TableEntity columns, DateTimeOffset now) => columns[KeepUntil] is DateTimeOffset until && until > now;

    /// <summary>Reads the columns.</summary>
    /// <exception cref="CryptographicException">They are not as they were written.</exception>
    public static ReceiptRow Read(TableEntity columns, ReceiptKeys keys) =>
        columns["Tip"] is string tip && columns["Channel"] is string channel && columns["Language"] is string language
        && columns["PublicKey"] is byte[] publicKey && publicKey.AsSpan().SequenceEqual(keys.PublicKey)
        && columns["Given"] is DateTimeOffset given && columns["Expires"] is DateTimeOffset expires
        && new ReceiptRow(TipId.OrNone(tip), channel, language, given, expires) is var row
        && columns["Mac"] is byte[] mac && CryptographicOperations.FixedTimeEquals(mac, row.MacOf(keys))
            ? row
            : throw new CryptographicException("The receipt's row is not as it was written.");

    private byte[] MacOf(ReceiptKeys keys) => HMACSHA256.HashData(
        keys.Binding,
        Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{Tip}|{Channel}|{Language}|{Given.UtcTicks}|{Expires.UtcTicks}")));
}
