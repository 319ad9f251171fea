using System.Diagnostics;
using Hotline.Contracts;
using Hotline.Platform.Storage;
using Hotline.Platform.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Platform.Messaging;

/// <summary>Settings <c>Hotline:Retry</c>: how long work that may succeed later is put off.</summary>
public sealed class RetryOptions
{
    /// <summary>The first delay; each further one is twice as long.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest delay.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>When to stop trying and say so.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(48);

    /// <summary>
    /// How long a message is held under its lock, where the bus does not even take its scheduled copy: given back at once, it would burn
    /// its deliveries in seconds. Shorter than a function may run and its lock is renewed (host.json: 10 minutes).
    /// </summary>
    public TimeSpan HoldFor { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long a recording or media item that Twilio has announced is waited for: until then one that is not there is not there yet, and
    /// one that is shorter than announced is not whole yet.
    /// </summary>
    public TimeSpan MediaAfter { get; set; } = TimeSpan.FromHours(6);

    /// <summary>When to stop waiting for a transcript.</summary>
    public TimeSpan TranscriptAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>When to stop waiting for word that a text of ours was delivered: not every carrier tells.</summary>
    public TimeSpan DeliveryAfter { get; set; } = TimeSpan.FromHours(24);
}

/// <summary>
/// Runs the work of a queue message. An abandoned message comes back at once and would burn its tries in seconds: what may succeed later
/// goes back as a scheduled copy, what never can goes to <c>rejected</c>, and only a crash, or a bus that takes neither, is left to the
/// lock: such a message is held first, so that its deliveries last, and <see cref="DeadLetters"/> brings back what outlasts them.
/// </summary>
public sealed partial class QueueRun(
    BusSenders bus, IOptions<RetryOptions> options, TimeProvider time, ILogger<QueueRun> log, IMessageMac? mac = null)
{
    private const string Outcome = "hotline.outcome";

    /// <summary>Reads a message and does what it asks for; when this returns, the message may be completed.</summary>
    /// <param name="message">The message.</param>
    /// <param name="read">Reads its text; what it can't read goes to <c>rejected</c>, what is of a newer version waits for one.</param>
    /// <param name="work">What to do with what was read.</param>
    public Task TakeAsync<T>(QueueMessage message, Func<string, T> read, Func<T, CancellationToken, Task> work, CancellationToken stop) =>
        TakeAsync(
            message,
            body =>
            {
                var asked = read(body);
                return new QueueWork(token => work(asked, token));
            },
            stop);

    /// <summary>Does the work of a message whose text asks for nothing more; when this returns, the message may be completed.</summary>
    /// <param name="message">The message.</param>
    /// <param name="work">What to do with it.</param>
    public Task RunAsync(QueueMessage message, Func<CancellationToken, Task> work, CancellationToken stop) =>
        TakeAsync(message, _ => new QueueWork(work), stop);

    /// <summary>Reads a message and does what it asks for; when this returns, the message may be completed.</summary>
    public async Task TakeAsync(QueueMessage message, Func<string, QueueWork> read, CancellationToken stop)
    {
        using var span = Begin(message);
        QueueWork? work = null;
        try
        {
            work = Read(message, read);
            await work.DoAsync(stop);
        }
        catch (RefusedException e)
        {
            await GiveAwayAsync(message, e.Message, stop);
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            await PutOffAsync(message, e.GetType().Name, work?.Patience ?? options.Value.GiveUpAfter, work?.GiveUpAsync, stop);
        }
        catch (Exception e)
        {
            span.Fail(e);
            throw;
        }
    }

    /// <summary>Sends the message to <c>rejected</c>, where a reviewer finds it with its reason.</summary>
    public async Task RejectAsync(QueueMessage message, string reason, CancellationToken stop)
    {
        using var span = Begin(message);
        await GiveAwayAsync(message, reason, stop);
    }

    /// <summary>
    /// Sends a message back to its queue, later; once <see cref="RetryOptions.GiveUpAfter"/> is over, to <c>rejected</c>.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="failure">What kept it from being done, in a word.</param>
    public async Task PutOffAsync(QueueMessage message, string failure, CancellationToken stop)
    {
        using var span = Begin(message);
        await PutOffAsync(message, failure, options.Value.GiveUpAfter, null, stop);
    }

    private static Activity? Begin(QueueMessage message) =>
        Tracing.StartMessage("process", ActivityKind.Consumer, message.Queue, message.Id, message.TraceParent);

    // What the work itself can't read is our own mistake, and no reason to reject the message.
    private static QueueWork Read(QueueMessage message, Func<string, QueueWork> read)
    {
        try
        {
            return read(message.Body);
        }
        catch (FormatException e) when (e is not NewerVersionException)
        {
            throw new RefusedException(e.Message, e);
        }
    }

    private async Task GiveAwayAsync(QueueMessage message, string reason, CancellationToken stop)
    {
        await OrHoldAsync(message, bus.SendAsync(Queues.Rejected, message.Rejected(reason, time.GetUtcNow(), mac), stop), stop);
        Activity.Current?.SetTag(Outcome, "rejected");
        Metrics.WasRejected(message.Queue);
        LogRejected(Tracing.Redact(message.Id), message.Queue, reason);
    }

    private async Task PutOffAsync(
        QueueMessage message, string failure, TimeSpan patience, Func<CancellationToken, Task>? giveUp, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        if (now - (message.First ?? now) >= patience)
        {
            await GiveUpAsync(message, $"It did not succeed in {patience.TotalHours:0.#} hours ({failure}).", giveUp, stop);
            return;
        }

        var delay = options.Value.FirstDelay * Math.Pow(2, Math.Min(message.Attempt, 20));
        delay = delay < options.Value.MaxDelay ? delay : options.Value.MaxDelay;
        await OrHoldAsync(message, bus.ScheduleAsync(message.Queue, message.Again(now), now + delay, stop), stop);
        Activity.Current?.SetTag(Outcome, "put off");
        Metrics.WasPutOff(message.Queue);
        LogPutOff(Tracing.Redact(message.Id), message.Queue, delay.TotalSeconds, failure);
    }

    private async Task GiveUpAsync(QueueMessage message, string reason, Func<CancellationToken, Task>? giveUp, CancellationToken stop)
    {
        try
        {
            if (giveUp is not null)
                await giveUp(stop);
        }
        catch (RefusedException e)
        {
            (giveUp, reason) = (null, e.Message);
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            giveUp = null;
        }

        if (giveUp is null)
            await GiveAwayAsync(message, reason, stop);
    }

    // The bus took neither copy nor rejection: missing rights, a disabled queue, a quota. People fix these, and the message waits for them.
    private async Task OrHoldAsync(QueueMessage message, Task sending, CancellationToken stop)
    {
        try
        {
            await sending;
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            LogHeld(Tracing.Redact(message.Id), message.Queue, options.Value.HoldFor.TotalSeconds, e.GetType().Name);
            await Task.Delay(options.Value.HoldFor, time, stop);
            throw;
        }
    }

    [LoggerMessage(111, LogLevel.Warning, "Message {Id} of {Queue} is put off by {Seconds} s: {Failure}")]
    private partial void LogPutOff(string id, string queue, double seconds, string failure);

    [LoggerMessage(113, LogLevel.Error, "The bus does not take message {Id} of {Queue} back; it is held for {Seconds} s: {Failure}")]
    private partial void LogHeld(string id, string queue, double seconds, string failure);

    [LoggerMessage(112, LogLevel.Error, "Message {Id} of {Queue} is rejected: {Reason}")]
    private partial void LogRejected(string id, string queue, string reason);
}
