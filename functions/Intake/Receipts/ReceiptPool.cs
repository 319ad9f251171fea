using System.Collections.Concurrent;
using System.Threading.Channels;
using Hotline.Platform.Http;
using Hotline.Platform.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Receipts;

/// <summary>Settings <c>Hotline:Receipts</c>.</summary>
public sealed class ReceiptOptions
{
    /// <summary>How many receipts a process makes ahead at most, for reports that have begun; 0: each is made when it is asked for.</summary>
    public int Ready { get; set; } = 32;

    /// <summary>How many codes one address or number may try in an hour.</summary>
    public int AttemptsPerSource { get; set; } = 30;

    /// <summary>How many codes may be tried on one line in an hour, by phone and by text.</summary>
    public int AttemptsPerLine { get; set; } = 300;

    /// <summary>How many codes may be tried in all in an hour.</summary>
    public int AttemptsInAll { get; set; } = 2000;
}

/// <summary>
/// Receipts made ahead. A code does not depend on its tip, so the slow derivation begins when somebody begins to report: a call is
/// answered, or a text or form comes. A process that answers nobody derives none, and what nobody took waits for the next. Two at a time,
/// and only while few requests are in hand: a derivation takes a core for a quarter of a second, and greetings come first.
/// </summary>
public sealed partial class ReceiptPool(
    IOptions<ReceiptOptions> options, RequestsInHand requests, ILogger<ReceiptPool> log, TimeProvider time) : BackgroundService
{
    private const int MaxAtOnce = 2;

    // A report takes minutes; whoever has given up by then expects none any more.
    private static readonly TimeSpan Expects = TimeSpan.FromMinutes(5);

    // However many requests are in hand, a receipt is made at last.
    private static readonly TimeSpan StandsBack = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StandsBackForSomebody = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LooksAgain = TimeSpan.FromMilliseconds(25);
    private static readonly int FewInHand = Environment.ProcessorCount * 2;

    private readonly int most = Math.Max(0, options.Value.Ready);
    private readonly Channel<ReadyReceipt> ready = Channel.CreateUnbounded<ReadyReceipt>();
    private readonly ConcurrentQueue<DateTimeOffset> expected = new();
    private readonly SemaphoreSlim changed = new(0);
    private readonly Lock gate = new();
    private int waiting;
    private int deriving;

    /// <summary>How many are ready.</summary>
    public int Ready => ready.Reader.Count;

    /// <summary>Whether somebody waits for one.</summary>
    public bool IsLacking => Ready < Volatile.Read(ref waiting);

    /// <summary>Somebody begins to report: one more is wanted before long.</summary>
    public void Expect()
    {
        if (most == 0)
            return;
        if (expected.Count >= most)
            expected.TryDequeue(out _);
        expected.Enqueue(time.GetUtcNow());
        LookAgain();
    }

    /// <summary>Takes a receipt, which nobody else will get, as soon as there is one.</summary>
    /// <param name="patience">How long to wait for it; not at all where it is zero.</param>
    /// <returns>Null when there was none in time.</returns>
    public async ValueTask<ReadyReceipt?> TakeAsync(TimeSpan patience, CancellationToken stop)
    {
        if (ready.Reader.TryRead(out var receipt))
        {
            Took();
            return receipt;
        }

        using var within = CancellationTokenSource.CreateLinkedTokenSource(stop);
        within.CancelAfter(patience);
        Interlocked.Increment(ref waiting);
        LookAgain();
        try
        {
            receipt = await ready.Reader.ReadAsync(within.Token);
            Took();
            return receipt;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <summary>Gives a receipt back that nobody was told.</summary>
    public void PutBack(ReadyReceipt receipt) => ready.Writer.TryWrite(receipt);

    /// <inheritdoc/>
    public override void Dispose()
    {
        changed.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Metrics.WatchReceipts(() => Ready);
        return Task.WhenAll(Enumerable.Range(0, MaxAtOnce).Select(_ => FillAsync(stoppingToken)));
    }

    private async Task FillAsync(CancellationToken stop)
    {
        while (true)
        {
            await changed.WaitAsync(stop);
            await StandBackAsync(stop);
            while (TryBegin())
                await TryDeriveAsync(stop);
        }
    }

    // Until somebody waits for one, whoever begins to report is answered first.
    private async Task StandBackAsync(CancellationToken stop)
    {
        for (var begun = time.GetTimestamp(); Volatile.Read(ref waiting) == 0 && time.GetElapsedTime(begun) is var gone && gone < StandsBack;)
            await changed.WaitAsync(StandsBack - gone, stop);
    }

    private bool TryBegin()
    {
        lock (gate)
        {
            if (Ready + deriving >= Wanted())
                return false;
            deriving++;
            return true;
        }
    }

    private async Task TryDeriveAsync(CancellationToken stop)
    {
        try
        {
            for (var begun = time.GetTimestamp(); IsBusy(time.GetElapsedTime(begun));)
                await Task.Delay(LooksAgain, time, stop);
            // A thread of its own: two of them on the pool's would keep every answer waiting.
            ready.Writer.TryWrite(await Task.Factory.StartNew(Derive, stop, TaskCreationOptions.LongRunning, TaskScheduler.Default));
            LogMade();
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            LogFailed(e);
            await Task.Delay(StandsBack, time, stop);
        }
        finally
        {
            lock (gate)
                deriving--;
        }
    }

    // Whoever waits for a receipt is a request in hand, too.
    private bool IsBusy(TimeSpan after)
    {
        var count = Volatile.Read(ref waiting);
        return requests.Count - count > FewInHand && after < (count > 0 ? StandsBackForSomebody : StandsBack);
    }

    private void LookAgain()
    {
        // One look sees everything that was wanted before it.
        if (changed.CurrentCount < MaxAtOnce)
            changed.Release();
    }

    private void Took()
    {
        expected.TryDequeue(out _);
        LookAgain();
    }

    private static ReadyReceipt Derive()
    {
        var code = ReceiptCode.New();
        var made = new ReadyReceipt(code, ReceiptKeys.Of(code));
        // The derivation's 32 MB lie where a full collection alone frees them, which by itself comes after a dozen of them.
        GC.Collect();
        return made;
    }

    private int Wanted()
    {
        var old = time.GetUtcNow() - Expects;
        while (expected.TryPeek(out var begun) && begun < old)
            expected.TryDequeue(out _);
        return Math.Max(Volatile.Read(ref waiting), expected.Count);
    }

    [LoggerMessage(501, LogLevel.Error, "A receipt could not be made; the next try is in a second")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(502, LogLevel.Debug, "A receipt was made")]
    private partial void LogMade();
}

/// <summary>A code that nobody was told yet, and what it gives.</summary>
public sealed record ReadyReceipt(ReceiptCode Code, ReceiptKeys Keys);
