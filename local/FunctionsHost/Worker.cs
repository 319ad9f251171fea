using Hotline.Local.FunctionsHost.Rpc;

namespace Hotline.Local.FunctionsHost;

/// <summary>One life of the app's worker: its process, its stream, and the functions that it has loaded.</summary>
internal sealed class Worker
{
    // As on the Functions host, for a worker that was asked to end, or whose stream has ended.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    private readonly WorkerProcess process;
    private readonly WorkerChannel channel;
    private readonly LoadedApp app;
    private readonly TimeSpan timeout;
    private readonly TimeProvider time;
    private readonly TaskCompletionSource terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Watches over a worker that is ready.</summary>
    /// <param name="process">Its process.</param>
    /// <param name="channel">Its stream.</param>
    /// <param name="app">What it has loaded.</param>
    /// <param name="timeout">When an invocation is cancelled.</param>
    /// <param name="time">The clock of that.</param>
    public Worker(WorkerProcess process, WorkerChannel channel, LoadedApp app, TimeSpan timeout, TimeProvider time)
    {
        (this.process, this.channel, this.app, this.timeout, this.time) = (process, channel, app, timeout, time);
        Ended = WatchAsync();
    }

    /// <summary>Its process's id.</summary>
    public int ProcessId => process.Id;

    /// <summary>Where it serves HTTP.</summary>
    public string HttpAddress => app.HttpAddress;

    /// <summary>The app's functions, disabled ones too.</summary>
    public IReadOnlyList<Function> Functions => app.Functions;

    /// <summary>Whether it takes nothing any more, though its process may still be ending.</summary>
    public bool IsLost => channel.Closed.IsCompleted;

    /// <summary>Whether nothing runs on it.</summary>
    public bool IsIdle => channel.IsIdle;

    /// <summary>Ends with the process; gives its exit code.</summary>
    public Task<int> Ended { get; }

    /// <summary>
    /// Runs a function to its end. A cancel asks for that end and goes on waiting for it; the function timeout asks too, and ends the
    /// worker with whatever else runs on it, as the Functions host does.
    /// </summary>
    /// <returns>How it ended.</returns>
    /// <exception cref="WorkerLostException">The worker ended first.</exception>
    public async Task<StatusResult.Types.Status> InvokeAsync(string function, InvocationRequest invocation, CancellationToken cancel)
    {
        invocation.FunctionId = app.FunctionIds[function];
        using var timedOut = new CancellationTokenSource(timeout, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel, timedOut.Token);
        await using var overdue = timedOut.Token.UnsafeRegister(worker => ((Worker)worker!).End(), this);
        return (await channel.InvokeAsync(invocation, ending.Token)).Status;
    }

    /// <summary>Asks it to cancel whatever runs.</summary>
    public void CancelAll() => channel.CancelAll();

    /// <summary>Lets what runs on it end, for so long; then cancels it, and ends the worker. It must be given nothing more.</summary>
    public async Task RetireAsync(TimeSpan limit)
    {
        var began = time.GetTimestamp();
        do
            await Task.Delay(Glance, time); // First of all: whoever was given it a moment ago has yet to invoke it.
        while (!IsIdle && !IsLost && time.GetElapsedTime(began) < limit);
        channel.CancelAll();
        await StopAsync();
    }

    /// <summary>Asks it to end, and ends it where it does not.</summary>
    public async Task StopAsync()
    {
        channel.Terminate(Grace);
        terminated.TrySetResult();
        await Ended;
    }

    // The cancel goes first, and then nothing comes any more.
    private void End()
    {
        channel.CancelAll();
        channel.Terminate(Grace);
        channel.Close();
    }

    // A process without a stream is of no use, and a stream without a process has ended.
    private async Task<int> WatchAsync()
    {
        await Task.WhenAny(channel.Closed, process.Exited, terminated.Task);
        await process.EndAsync(Grace);
        channel.Close();
        process.Dispose();
        return await process.Exited;
    }
}
