using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Data.Tables;
using Hotline.Sealing;
using Hotline.Storage;
using Hotline.Tips;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Receipts;

/// <summary>
/// Opens a receipt by its code. The attempt is counted before the code is derived, and a code is derived before storage is asked: guessing
/// costs the same whatever was guessed (docs/decisions/016-receipts.md).
/// </summary>
public sealed partial class ReceiptReader(
    TableClient table, Attempts attempts, IOptions<ReceiptOptions> options, TimeProvider time, ILogger<ReceiptReader> log) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    // Each takes a core and 32 MiB for some 0.2 s; more at once would take them from whoever reports.
    private readonly SemaphoreSlim derivations = new(2);

    /// <summary>Opens it, and lets it live on for <see cref="ReceiptDesk.Life"/>.</summary>
    /// <param name="typed">The code as somebody gave it.</param>
    /// <param name="from">Whose attempt it is: an address, a number; never stored.</param>
    /// <param name="line">The line that was called or texted; null on the web.</param>
    /// <param name="stop">Cuts it short.</param>
    /// <exception cref="RequestFailedException">Storage can't be reached.</exception>
    public async Task<ReceiptOpening> OpenAsync(string? typed, string from, string? line, CancellationToken stop)
    {
        if (ReceiptCode.Parse(typed) is not { } code)
            return ReceiptOpening.Nothing(OpeningOutcome.Wrong);
        if (!await MayTryAsync(from, line, stop))
            return ReceiptOpening.Nothing(OpeningOutcome.Limited);
        var (lookup, key) = await DeriveAsync(code, stop);
        var (receipt, replies) = await ReadAsync(lookup, stop);
        var now = time.GetUtcNow();
        if (receipt is null || receipt.GetDateTimeOffset("Expires") <= now)
            return ReceiptOpening.Nothing(OpeningOutcome.Wrong);
        var tip = new TipId(receipt.GetString("Tip"));
        var opening = new ReceiptOpening(
            OpeningOutcome.Found, tip, Language.Of(receipt.GetString("Language")), lookup,
            Open(tip, key, receipt.GetString("Status"), ReplyJson.Default.StatusContent),
            [.. replies.Select(reply => Open(tip, key, reply.GetString("Sealed"), ReplyJson.Default.QuestionContent)).OfType<QuestionContent>()]);
        await ProlongAsync(receipt, now, stop);
        return opening;
    }

    /// <inheritdoc/>
    public void Dispose() => derivations.Dispose();

    private async Task<bool> MayTryAsync(string from, string? line, CancellationToken stop) =>
        await attempts.TakeAsync("receipt-source", from, options.Value.AttemptsPerSource, Window, stop)
        && (line is null || await attempts.TakeAsync("receipt-line", line, options.Value.AttemptsPerLine, Window, stop))
        && await attempts.TakeAsync("receipt", "", options.Value.AttemptsInAll, Window, stop);

    private async Task<(string Lookup, ECParameters Key)> DeriveAsync(ReceiptCode code, CancellationToken stop)
    {
        await derivations.WaitAsync(stop);
        try
        {
            return await Task.Run(
                () =>
                {
                    var key = Receipt.KeyOf(code, out var lookup);
                    return (lookup, key);
                },
                stop);
        }
        finally
        {
            derivations.Release();
        }
    }

    private async Task<(TableEntity? Receipt, IReadOnlyList<TableEntity> Replies)> ReadAsync(string lookup, CancellationToken stop)
    {
        var (shard, (first, before)) = (Keys.ShardOf(lookup), Keys.RepliesOf(lookup));
        // At once, and both whether or not there is a receipt.
        var receipt = table.GetEntityIfExistsAsync<TableEntity>(shard, Keys.Receipt(lookup), cancellationToken: stop);
        var replies = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {shard} and RowKey ge {first} and RowKey lt {before}"), cancellationToken: stop)
            .ToListAsync(stop).AsTask();
        await Task.WhenAll(receipt, replies);
        var found = await receipt;
        return (found.HasValue ? found.Value : null, await replies);
    }

    // One that can't be opened keeps nobody from the others.
    private T? Open<T>(TipId tip, ECParameters key, string? jwe, JsonTypeInfo<T> type)
        where T : class
    {
        if (jwe is null)
            return null;
        try
        {
            return JsonSerializer.Deserialize(ReceiptOpener.Open(key, jwe), type);
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            LogBroken(tip.Value, e.GetType().Name);
            return null;
        }
    }

    // What is forgotten in between stays so.
    private async Task ProlongAsync(TableEntity receipt, DateTimeOffset now, CancellationToken stop)
    {
        try
        {
            await table.UpdateEntityAsync(
                new TableEntity(receipt.PartitionKey, receipt.RowKey) { { "Expires", now + ReceiptDesk.Life } }, ETag.All, TableUpdateMode.Merge, stop);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            LogForgotten(receipt.GetString("Tip"));
        }
    }

    [LoggerMessage(511, LogLevel.Error, "A reply to the receipt of tip {Tip} can't be opened: {Failure}")]
    private partial void LogBroken(string tip, string failure);

    [LoggerMessage(512, LogLevel.Information, "A receipt of tip {Tip} expired while it was used")]
    private partial void LogForgotten(string tip);
}
