using System.Threading.Channels;
using Hotline.Platform.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Receipts;

/// <summary>Settings <c>Hotline:Receipts</c>.</summary>
public sealed class ReceiptOptions
{
    /// <summary>How many receipts are kept ready in memory; a burst of that many reports waits for none.</summary>
    public int Ready { get; set; } = 32;

    /// <summary>How many codes one address or number may try in an hour.</summary>
    public int AttemptsPerSource { get; set; } = 30;

    /// <summary>How many codes may be tried on one line in an hour, by phone and by text.</summary>
    public int AttemptsPerLine { get; set; } = 300;

    /// <summary>How many codes may be tried in all in an hour.</summary>
    public int AttemptsInAll { get; set; } = 2000;
}

/// <summary>
/// Ready receipts. A code does not depend on its tip, so the slow derivation happens before anyone waits for it, one at a time, and never
/// on a request. It takes a core for as long: a burst of reports has that core to itself until few receipts are left.
/// </summary>
public sealed partial class ReceiptPool(IOptions<ReceiptOptions> options, ILogger<ReceiptPool> log, TimeProvider time) : BackgroundService
{
    // Few are left when less than a quarter is; until then it rests four times as long as it works.
    private const int MinPart = 4;
    private const int Rests = 4;

    private readonly int size = Math.Max(1, options.Value.Ready);
    private readonly Channel<ReadyReceipt> ready = Channel.CreateBounded<ReadyReceipt>(Math.Max(1, options.Value.Ready));

    /// <summary>How many are ready.</summary>
    public int Ready => ready.Reader.Count;

    /// <summary>Takes a ready receipt, which nobody else will get; null when there is none.</summary>
    public ReadyReceipt? TryTake() => ready.Reader.TryRead(out var receipt) ? receipt : null;

    /// <summary>Gives a receipt back that nobody was told.</summary>
    public void PutBack(ReadyReceipt receipt) => ready.Writer.TryWrite(receipt);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Metrics.WatchReceipts(() => Ready);
        return Task.Factory.StartNew(() => Fill(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap();
    }

    private async Task Fill(CancellationToken stop)
    {
        for (var made = 1; await ready.Writer.WaitToWriteAsync(stop); made++)
        {
            var (begun, code) = (time.GetTimestamp(), ReceiptCode.New());
            await ready.Writer.WriteAsync(new ReadyReceipt(code, ReceiptKeys.Of(code)), stop);
            // The derivation's 32 MB lie where a full collection alone frees them, which by itself comes after a dozen of them.
            GC.Collect();
            LogMade();
            if (made == size)
                LogReady(made);
            if (Ready > size / MinPart)
                await Task.Delay(time.GetElapsedTime(begun) * Rests, stop);
        }
    }

    [LoggerMessage(501, LogLevel.Information, "{Count} receipts are ready")]
    private partial void LogReady(int count);

    [LoggerMessage(502, LogLevel.Debug, "A receipt was made")]
    private partial void LogMade();
}

/// <summary>A code that nobody was told yet, and what it gives.</summary>
public sealed record ReadyReceipt(ReceiptCode Code, ReceiptKeys Keys);
