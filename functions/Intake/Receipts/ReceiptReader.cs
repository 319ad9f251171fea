using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Limits;
using Hotline.Intake.Table;
using Hotline.Platform.Sealing;
using Hotline.Platform.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Receipts;

/// <summary>
/// Opens a receipt by its code. The attempt is counted before the code is derived, and a code is derived before storage is asked: guessing
/// costs the same whatever was guessed (docs/decisions/016-receipts.md).
/// </summary>
public sealed partial class ReceiptReader(
    RoomTable table, RateCounter attempts, IOptions<ReceiptOptions> options, TimeProvider time, ILogger<ReceiptReader> log) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    // Digits beside a code may pass the check with some of its own, one time in ten.
    private const int MaxTries = 3;

    // Each takes a core and 32 MiB for some 0.2 s; more at once would take them from whoever reports.
    private readonly SemaphoreSlim derivations = new(2);

    /// <summary>Opens what somebody typed or pressed as a code, in whatever spelling.</summary>
    /// <inheritdoc cref="OpenAsync(ReceiptCode, string, string?, CancellationToken)"/>
    /// <param name="typed">The code as somebody gave it.</param>
    /// <param name="from">Whose attempt it is.</param>
    /// <param name="line">The line that was called or texted; null on the web.</param>
    public async Task<ReceiptOpening> OpenAsync(string? typed, string from, string? line, CancellationToken stop)
    {
        var last = ReceiptOpening.Nothing(OpeningOutcome.Wrong);
        foreach (var code in ReceiptCode.In(typed).Take(MaxTries))
            if ((last = await OpenAsync(code, from, line, stop)).Outcome != OpeningOutcome.Wrong)
                return last;
        return last;
    }

    /// <summary>Opens it, and lets it live on for <see cref="ReceiptDesk.Life"/>.</summary>
    /// <param name="code">The code.</param>
    /// <param name="from">Whose attempt it is: an address, a number; never stored.</param>
    /// <param name="line">The line that was called or texted; null on the web.</param>
    /// <exception cref="RequestFailedException">Storage can't be reached.</exception>
    public async Task<ReceiptOpening> OpenAsync(ReceiptCode code, string from, string? line, CancellationToken stop)
    {
        if (!await MayTryAsync(from, line, stop))
            return ReceiptOpening.Nothing(OpeningOutcome.Limited);
        var keys = await DeriveAsync(code, stop);
        var (found, replies) = await ReadAsync(keys.Lookup, stop);
        return found is null
            ? ReceiptOpening.Nothing(OpeningOutcome.Wrong)
            : await OpenAsync(found, replies, keys, stop) with { Code = code };
    }

    /// <inheritdoc/>
    public void Dispose() => derivations.Dispose();

    private async Task<bool> MayTryAsync(string from, string? line, CancellationToken stop) =>
        await attempts.TakeAsync("receipt-source", from, options.Value.AttemptsPerSource, Window, stop)
        && (line is null || await attempts.TakeAsync("receipt-line", line, options.Value.AttemptsPerLine, Window, stop))
        && await attempts.TakeAsync("receipt", "", options.Value.AttemptsInAll, Window, stop);

    private async Task<ReceiptOpening> OpenAsync(
        TableEntity found, IReadOnlyList<TableEntity> replies, ReceiptKeys keys, CancellationToken stop)
    {
        ReceiptRow receipt;
        try
        {
            receipt = ReceiptRow.Read(found, keys);
        }
        catch (CryptographicException)
        {
            LogChanged(keys.Lookup);
            return ReceiptOpening.Nothing(OpeningOutcome.Damaged);
        }

        var now = time.GetUtcNow();
        if (receipt.Expires <= now && !ReceiptRow.IsKept(found, now))
            return ReceiptOpening.Nothing(OpeningOutcome.Wrong);
        var opening = new ReceiptOpening(
            OpeningOutcome.Found, receipt.Tip, receipt.Language, keys.Lookup,
            found["Status"] is { } status
                ? Open(receipt.Tip, keys, status, ReplyJson.Default.StatusContent,
                    said => found["StatusNumber"] is int at && (said.Number ?? at) == at)
                : null,
            [.. replies.Select(reply => Open(
                receipt.Tip, keys, reply["Sealed"], ReplyJson.Default.QuestionContent,
                said => said.Number is null || reply.RowKey == IntakeKeys.Reply(keys.Lookup, said.Number.Value))).OfType<QuestionContent>()]);
        await ProlongAsync(receipt with { Expires = now + ReceiptDesk.Life }, found, keys, stop);
        return opening;
    }

    private async Task<ReceiptKeys> DeriveAsync(ReceiptCode code, CancellationToken stop)
    {
        await derivations.WaitAsync(stop);
        try
        {
            return await Task.Run(() => ReceiptKeys.Of(code), stop);
        }
        finally
        {
            derivations.Release();
        }
    }

    private async Task<(TableEntity? Receipt, IReadOnlyList<TableEntity> Replies)> ReadAsync(string lookup, CancellationToken stop)
    {
        var shard = IntakeKeys.ShardOf(lookup);
        // At once, and both whether or not there is a receipt.
        var receipt = table.FindAsync(shard, IntakeKeys.Receipt(lookup), stop);
        var replies = table.RangeAsync(shard, IntakeKeys.RepliesOf(lookup), stop).ToListAsync(stop).AsTask();
        await Task.WhenAll(receipt, replies);
        return (await receipt, await replies);
    }

    // One that can't be opened keeps nobody from the others.
    private T? Open<T>(TipId tip, ReceiptKeys keys, object? jwe, JsonTypeInfo<T> type, Func<T, bool> isInPlace)
        where T : class
    {
        try
        {
            var content = JsonSerializer.Deserialize(ReceiptOpener.Open(keys.Questions, jwe as string ?? ""), type);
            if (content is not null && isInPlace(content))
                return content;
            LogBroken(tip.Value, "it is in another's place");
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            LogBroken(tip.Value, e.GetType().Name);
        }

        return null;
    }

    // What is forgotten in between stays so.
    private async Task ProlongAsync(ReceiptRow receipt, TableEntity found, ReceiptKeys keys, CancellationToken stop)
    {
        if (await table.TryWriteAsync(found.PartitionKey, found.RowKey, receipt.ToColumns(keys), ETag.All, stop) is null)
            LogForgotten(receipt.Tip.Value);
    }

    [LoggerMessage(511, LogLevel.Error, "A reply to the receipt of tip {Tip} can't be opened: {Failure}")]
    private partial void LogBroken(string tip, string failure);

    [LoggerMessage(512, LogLevel.Information, "A receipt of tip {Tip} expired while it was used")]
    private partial void LogForgotten(string tip);

    [LoggerMessage(513, LogLevel.Error, "Somebody changed the row of receipt {Lookup}: it opens nothing")]
    private partial void LogChanged(string lookup);
}
