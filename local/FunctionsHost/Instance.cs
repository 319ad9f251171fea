using System.Diagnostics;

namespace Hotline.Local.FunctionsHost;

/// <summary>A place for a worker, with the queues and timers that start functions on it.</summary>
/// <param name="group">The functions that it runs.</param>
/// <param name="workers">Its worker, and those that come after it.</param>
internal sealed class Instance(FunctionGroup group, WorkerSupervisor workers) : IAsyncDisposable
{
    /// <summary>The functions that it runs.</summary>
    public FunctionGroup Group => group;

    /// <summary>Its worker, and those that come after it.</summary>
    public WorkerSupervisor Workers => workers;

    /// <summary>What starts its functions, by name; HTTP functions need nothing.</summary>
    public IReadOnlyDictionary<string, IListener> Listeners { get; private set; } = new Dictionary<string, IListener>();

    /// <summary>Gives each of its functions what starts it.</summary>
    /// <param name="listen">Makes it; null for a function that requests start.</param>
    public void Prepare(Func<Function, WorkerSupervisor, IListener?> listen) => Listeners =
        group.Functions.Select(function => (function.Name, Listener: listen(function, workers)))
            .Where(made => made.Listener is not null)
            .ToDictionary(made => made.Name, made => made.Listener!, StringComparer.OrdinalIgnoreCase);

    /// <summary>Begins to listen.</summary>
    public Task ListenAsync(CancellationToken stop) => Task.WhenAll(Listeners.Values.Select(listener => listener.StartAsync(stop)));

    /// <summary>Starts nothing more; ends with the last invocation that a queue or timer started.</summary>
    /// <param name="cutOff">Gives up what waits for others than the worker.</param>
    public Task StopListeningAsync(CancellationToken cutOff) =>
        Task.WhenAll(Listeners.Values.Select(listener => listener.StopAsync(cutOff)));

    /// <summary>Ends the worker as a crash would: by SIGKILL. Another takes its place.</summary>
    /// <returns>The process that was killed; null where there is none at the moment.</returns>
    public async Task<int?> KillAsync()
    {
        if (workers.Ready is not { IsCompletedSuccessfully: true } ready || await ready is not { IsLost: false, ProcessId: var id })
            return null;
        using var process = Process.GetProcessById(id);
        process.Kill();
        return id;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var listener in Listeners.Values)
            await listener.DisposeAsync();
        workers.Dispose();
    }
}
