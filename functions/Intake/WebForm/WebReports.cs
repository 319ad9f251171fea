using System.Security.Cryptography;
using System.Text.Json;
using Azure.Data.Tables;
using Hotline.Storage;
using Hotline.Tips;

namespace Hotline.Intake.WebForm;

/// <summary>
/// What comes in by the form: one transaction a form. What is sent again under the same id adds what is new of it, and nothing twice.
/// </summary>
public sealed class WebReports(TableClient table, TipDrop drop, TimeProvider time)
{
    private const int PartOfHash = 16;

    /// <summary>Keeps a report.</summary>
    /// <param name="fields">What was filled in.</param>
    /// <param name="files">The files, stored.</param>
    /// <param name="language">BCP 47 of the page.</param>
    /// <param name="earlier">The tip that it answers; null when it is a new report.</param>
    /// <param name="stop">Cuts it short; all of it is stored then, or nothing.</param>
    /// <returns>The tip.</returns>
    public async Task<TipId> KeepAsync(
        ReportFields fields, IReadOnlyList<StoredFile> files, string language, TipId? earlier, CancellationToken stop)
    {
        var id = fields.Submission;
        var tip = TipId.OfSubmission(id);
        var statement = new StatementContent(
            fields.What ?? "", fields.Contact ?? "", "", id, files.Count, null, fields.HasAnswers ? fields.Answers : null);
        var said = HashOf(statement with { MediaCount = 0 });
        var transaction = new Transaction(Keys.ShardOf(id))
            .Insert(Keys.Seen(id, "report", HashOf(said, files)))
            .Merge(Keys.Report(id), new TableEntity
            {
                { "Tip", tip.Value }, { "Language", language }, { "Received", time.GetUtcNow() }, { "IsAnswer", earlier is not null },
            });
        if (statement is not { Text: "", From: "", Answers: null })
            transaction.Announce(await drop.SealAsync(
                tip, PartKind.Statement, $"{id}-{said[..PartOfHash]}", Channel.Web, language, statement,
                PartContents.Default.StatementContent, stop));
        foreach (var file in files.DistinctBy(file => file.Blob.Sha256))
            transaction.Announce(await SealAsync(tip, id, file, language, stop));
        if (earlier is { } answered)
            transaction.Announce(await drop.SealAsync(
                tip, PartKind.Link, id, Channel.Web, language, new LinkContent(answered.Value), PartContents.Default.LinkContent, stop));
        await drop.DropAsync(transaction, stop);
        return tip;
    }

    /// <summary>
    /// The tip of a report that came under a submission id, and whether a receipt may be given for it; null when none came.
    /// </summary>
    public async Task<TipId?> FindAsync(string id, CancellationToken stop)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Keys.ShardOf(id), Keys.Report(id), cancellationToken: stop);
        return row is { HasValue: true, Value: { } found } && found.GetBoolean("IsAnswer") != true
            ? new TipId(found.GetString("Tip")) : null;
    }

    private Task<Delivery.OutboxMessage> SealAsync(TipId tip, string id, StoredFile file, string language, CancellationToken stop)
    {
        var source = $"{id}-{file.Blob.Sha256[..PartOfHash]}";
        return drop.SealAsync(
            tip, PartKind.Attachment, source, Channel.Web, language,
            new EvidenceContent(
                source, file.Blob.Name, file.Blob.Version, file.Blob.Length, file.Blob.Sha256, file.ContentType, null, null,
                file.Name.Length == 0 ? null : file.Name),
            PartContents.Default.EvidenceContent, stop);
    }

    private static string HashOf(StatementContent statement) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(statement, PartContents.Default.StatementContent)));

    private static string HashOf(string said, IEnumerable<StoredFile> files) => Convert.ToHexStringLower(SHA256.HashData(
        System.Text.Encoding.ASCII.GetBytes(
            string.Join(' ', files.Select(file => file.Blob.Sha256).Order(StringComparer.Ordinal).Prepend(said)))));
}
