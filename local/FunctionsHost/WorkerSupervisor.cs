using Microsoft.Extensions.Logging;

namespace Hotline.Local.FunctionsHost;

/// <summary>
/// Keeps one worker alive: one that dies is replaced, the sooner the longer it lived; one whose settings change is relieved.
/// </summary>
internal sealed partial class WorkerSupervisor(
    FunctionAppOptions options, WorkerFactory workers, TimeProvider time, ILogger<WorkerSupervisor> log) : IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GoodLife = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource stopping = new();
    private readonly string app = options.Name;
    private IReadOnlyDictionary<string, string> settings = options.Settings;
    private volatile TaskCompletionSource<Worker> relief = NotReady();
    private Task retiring = Task.CompletedTask;
    private volatile TaskCompletionSource<Worker> ready = NotReady();
    private volatile Worker? current;
    private Task keeping = Task.CompletedTask;
    private volatile bool retires;

    /// <summary>The worker, as soon as there is one; cancelled once this host has stopped.</summary>
    public Task<Worker> Ready => ready.Task;

    /// <summary>
    /// Waits for a worker that takes invocations. One that is lost and not yet replaced would only burn a message's tries.
    /// </summary>
    public async Task<Worker> NextAsync(CancellationToken stop)
    {
        while (true)
        {
            var worker = await Ready.WaitAsync(stop);
            if (!worker.IsLost)
                return worker;
            await Task.Delay(ShortestWait / 10, time, stop);
        }
    }

    /// <summary>The process of the worker, or of the last one.</summary>
    public int ProcessId => current?.ProcessId ?? 0;

    /// <summary>Whether nothing runs on it.</summary>
    public bool IsIdle => current?.IsIdle != false;

    /// <summary>Starts the first worker.</summary>
    /// <exception cref="FunctionAppException">It does not come up.</exception>
    public async Task<Worker> StartAsync(CancellationToken stop)
    {
        var worker = await workers.StartAsync(settings, stop);
        SetReady(worker);
        keeping = KeepAsync(worker);
        return worker;
    }

    /// <summary>
    /// Starts a worker with other settings beside the one that runs, which then gets nothing more and ends with its last invocation.
    /// </summary>
    /// <exception cref="FunctionAppException">It does not come up; the one before it goes on.</exception>
    public async Task RelieveAsync(IReadOnlyDictionary<string, string> changed, CancellationToken stop)
    {
        var next = await workers.StartAsync(changed, stop);
        settings = changed;
        var taken = relief;
        taken.SetResult(next);
        while (relief == taken && !stopping.IsCancellationRequested)
            await Task.Delay(ShortestWait / 10, time, CancellationToken.None);
        if (stopping.IsCancellationRequested)
            await next.StopAsync();
    }

    /// <summary>Asks the worker to cancel whatever runs.</summary>
    public void CancelAll() => current?.CancelAll();

    /// <summary>Ends the worker for good.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await keeping;
        await retiring;
        ready.TrySetCanceled();
    }

    /// <summary>Ends the worker for good, once what runs on it has ended. It must be given nothing more.</summary>
    public Task RetireAsync()
    {
        retires = true;
        return StopAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => stopping.Dispose();

    private async Task KeepAsync(Worker worker)
    {
        var wait = ShortestWait;
        while (true)
        {
            var born = time.GetTimestamp();
            await Task.WhenAny(worker.Ended, relief.Task, Task.Delay(Timeout.Infinite, stopping.Token));
            if (stopping.IsCancellationRequested)
            {
                await (retires ? worker.RetireAsync(options.DrainTimeout) : worker.StopAsync());
                return;
            }
            if (relief.Task.IsCompletedSuccessfully)
            {
                retiring = Task.WhenAll(retiring, worker.RetireAsync(options.DrainTimeout));
                worker = await relief.Task;
                ready = NotReady();
                SetReady(worker);
                LogRelieved(app, worker.ProcessId);
                relief = NotReady();
                continue;
            }
            ready = NotReady();
            wait = time.GetElapsedTime(born) >= GoodLife ? ShortestWait : wait;
            LogDied(app, worker.ProcessId, await worker.Ended, wait);
            if (await ReplaceAsync(wait) is not { } next)
                return;
            worker = next;
            wait = Longer(wait);
            LogBack(app, worker.ProcessId);
            SetReady(worker);
        }
    }

    // Null when this host stops meanwhile.
    private async Task<Worker?> ReplaceAsync(TimeSpan wait)
    {
        while (true)
        {
            try
            {
                await Task.Delay(wait, time, stopping.Token);
                return await workers.StartAsync(settings, stopping.Token);
            }
            catch (FunctionAppException e)
            {
                wait = Longer(wait);
                LogNotStarted(app, wait, e.Message);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return null;
            }
        }
    }

    private void SetReady(Worker worker)
    {
        current = worker;
        ready.SetResult(worker);
    }

    private static TimeSpan Longer(TimeSpan wait) => wait * 2 < MaxWait ? wait * 2 : MaxWait;

    private static TaskCompletionSource<Worker> NotReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(411, LogLevel.Warning, "The worker of {App} died: process {ProcessId}, exit code {Code}. The next starts in {Wait}")]
    private partial void LogDied(string app, int processId, int code, TimeSpan wait);

    [LoggerMessage(412, LogLevel.Warning, "The worker of {App} is back: process {ProcessId}")]
    private partial void LogBack(string app, int processId);

    [LoggerMessage(414, LogLevel.Information, "The worker of {App} is relieved by process {ProcessId}, with other settings")]
    private partial void LogRelieved(string app, int processId);

    [LoggerMessage(413, LogLevel.Error, "The worker of {App} does not start again; the next try is in {Wait}. {Reason}")]
    private partial void LogNotStarted(string app, TimeSpan wait, string reason);
}
