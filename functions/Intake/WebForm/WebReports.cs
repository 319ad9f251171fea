using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Table;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;

namespace Hotline.Intake.WebForm;

/// <summary>A report that came by the form.</summary>
/// <param name="Tip">Its tip.</param>
/// <param name="Received">When it first came.</param>
/// <param name="HasReceipt">Whether its writer was shown a receipt.</param>
public sealed record WebReport(TipId Tip, DateTimeOffset Received, bool HasReceipt)
{
    /// <summary>Whether all of it had come before: the answer to it was lost.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>Whether anything under its secret came through a receipt's page.</summary>
    public bool IsAnswer { get; init; }
}

/// <summary>
/// What comes in by the form: one transaction a form. What is sent again under the same secret adds what is new of it, and nothing twice.
/// Rows, parts and blobs are named by the tip, which is a hash of the secret: none of them says how to fetch the receipt.
/// </summary>
public sealed class WebReports(RoomTable table, TipDrop drop, TimeProvider time)
{
    /// <summary>How long after a report its receipt may be fetched.</summary>
    public static readonly TimeSpan ReceiptWithin = TimeSpan.FromHours(1);

    private const int PartOfHash = 16;
    private const string ReceiptColumn = "Receipt";

    /// <summary>Keeps a report.</summary>
    /// <param name="fields">What was filled in, without the codes that opened.</param>
    /// <param name="files">The files, stored.</param>
    /// <param name="language">BCP 47 of the page.</param>
    /// <param name="earlier">The tips that it answers, by the codes with it.</param>
    /// <param name="isAnswer">Whether it came through a receipt's page: then no receipt is given for it.</param>
    /// <param name="hidesCodes">Whether Review is to hide digits that may be a code.</param>
    /// <returns>The report.</returns>
    public async Task<WebReport> KeepAsync(
        ReportFields fields, IReadOnlyList<StoredFile> files, string language, IEnumerable<TipId> earlier, bool isAnswer, bool hidesCodes,
        CancellationToken stop)
    {
        var tip = TipId.OfSubmission(fields.Submission);
        var id = tip.Value;
        var row = await FindRowAsync(tip, stop);
        // Whatever else is sent under the secret of an answer, no receipt is given for it.
        isAnswer |= row?.GetBoolean("IsAnswer") == true;
        var received = row?.GetDateTimeOffset("Received") ?? time.GetUtcNow();
        var statement = new StatementContent(
            fields.What ?? "", fields.Contact ?? "", "", id, files.Count, null, fields.Answers.IsEmpty ? null : fields.Answers,
            HidesCodes: hidesCodes);
        var said = HashOf(statement with { MediaCount = 0 });
        var transaction = new Transaction(IntakeKeys.ShardOf(id))
            .Insert(IntakeKeys.Seen(id, "report", HashOf(said, files)))
            .Merge(IntakeKeys.Report(id), new TableEntity
            {
                { "Tip", id }, { "Language", language }, { "Received", received }, { "IsAnswer", isAnswer },
            });
        if (statement is not { Text: "", From: "", Answers: null })
            transaction.Announce(await SealAsync(PartKind.Statement, $"{id}-{said[..PartOfHash]}", statement));
        foreach (var file in files.DistinctBy(file => file.Blob.Identity))
            transaction.Announce(await SealAsync(PartKind.Attachment, SourceOf(tip, file), ContentOf(tip, file)));
        foreach (var (answered, n) in earlier.Where(other => other != tip).Distinct().Select((answered, n) => (answered, n)))
            transaction.Announce(await SealAsync(
                PartKind.Link, n == 0 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}-{n}"), new LinkContent(answered.Value)));
        var isRepeat = await drop.DropAsync(transaction, stop) is not null;
        return new WebReport(tip, received, row?.ContainsKey(ReceiptColumn) == true)
        {
            IsRepeat = isRepeat, IsAnswer = isAnswer,
        };

        Task<OutboxMessage> SealAsync<T>(PartKind kind, string source, T content) =>
            drop.SealAsync(new PartDraft<T>(tip, kind, source, Channel.Web, content) { Language = language }, stop);
    }

    /// <summary>
    /// The report that came under a secret and may still be given a receipt: it has none and is not too old; null when there is no such.
    /// </summary>
    public async Task<WebReport?> FindAsync(string secret, CancellationToken stop) =>
        TipId.OfSubmission(secret) is var tip && await FindRowAsync(tip, stop) is { } row && row.GetBoolean("IsAnswer") != true
        && new WebReport(tip, row.GetDateTimeOffset("Received") ?? default, row.ContainsKey(ReceiptColumn)) is var report
        && !report.HasReceipt && IsYoung(report) ? report : null;

    /// <summary>Whether a receipt may be given for a report that was just sent, perhaps once more: its answer may have been lost.</summary>
    public bool IsYoung(WebReport report) => time.GetUtcNow() - report.Received <= ReceiptWithin;

    /// <summary>Notes that the writer of a report is shown a receipt; from then on none can be fetched.</summary>
    /// <returns>False when another request did so first.</returns>
    public async Task<bool> TryNoteReceiptAsync(TipId tip, CancellationToken stop)
    {
        if (await FindRowAsync(tip, stop) is not { } row || row.ContainsKey(ReceiptColumn))
            return false;
        var transaction = new Transaction(row.PartitionKey)
            .Change(row.RowKey, new TableEntity { { ReceiptColumn, time.GetUtcNow() } }, row.ETag);
        return await table.SubmitAsync(transaction, stop) is null;
    }

    private Task<TableEntity?> FindRowAsync(TipId tip, CancellationToken stop) =>
        table.FindAsync(IntakeKeys.ShardOf(tip.Value), IntakeKeys.Report(tip.Value), stop);

    private static string SourceOf(TipId tip, StoredFile file) => $"{tip}-{file.Blob.Identity[..PartOfHash]}";

    private static EvidenceContent ContentOf(TipId tip, StoredFile file) => new(
        SourceOf(tip, file), file.Blob.Name, file.Blob.Version, file.Blob.Length, file.Blob.Sha256, file.ContentType, null, null,
        file.Name.Length == 0 ? null : file.Name);

    private static string HashOf(StatementContent statement) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(statement, PartContents.Default.StatementContent)));

    private static string HashOf(string said, IEnumerable<StoredFile> files) => Convert.ToHexStringLower(SHA256.HashData(
        System.Text.Encoding.ASCII.GetBytes(
            string.Join(' ', files.Select(file => file.Blob.Identity).Order(StringComparer.Ordinal).Prepend(said)))));
}
