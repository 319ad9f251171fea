using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.FunctionsHost;

/// <summary>
/// Runs a function app on this machine: starts its worker, or several in groups as Flex Consumption scales them, speaks the Functions
/// host's protocol with them, forwards HTTP, fires timers and brings messages.
/// </summary>
internal sealed partial class FunctionAppHost : IAsyncDisposable
{
    // What was cancelled gets that long to end.
    private static readonly TimeSpan CancelGrace = TimeSpan.FromSeconds(5);

    private readonly FunctionAppOptions options;
    private readonly HostJson hostJson;
    private readonly AppSettings settings;
    private readonly ILoggerFactory logs;
    private readonly ILogger<FunctionAppHost> log;
    private readonly TimeProvider time;
    private readonly FunctionRpcServer rpc;
    private readonly AppInstances instances;
    private readonly RequestBodies bodies;
    private readonly HttpServer http;
    private readonly Lazy<Task> stopped;

    private FunctionAppHost(FunctionAppOptions options, ILoggerFactory logs, TimeProvider time)
    {
        (this.options, this.logs, this.time, log) = (options, logs, time, logs.CreateLogger<FunctionAppHost>());
        hostJson = HostJson.Read(options.AppDirectory);
        settings = new AppSettings(options.Settings);
        rpc = new FunctionRpcServer(logs);
        var workers = new WorkerFactory(options, hostJson, rpc, logs, time);
        instances = new AppInstances(() => new WorkerSupervisor(options, workers, time, logs.CreateLogger<WorkerSupervisor>()));
        bodies = RequestBodies.Of(settings);
        http = new HttpServer(options.Port, bodies, logs);
        stopped = new Lazy<Task>(DrainAndStopAsync);
    }

    /// <summary>Where its HTTP functions are.</summary>
    public Uri Url => http.Url;

    /// <summary>The key that its admin addresses ask for.</summary>
    public string MasterKey => options.MasterKey;

    /// <summary>The process of its first worker; of the last one while the next one starts.</summary>
    public int WorkerProcessId => instances.All[0].Workers.ProcessId;

    /// <summary>Where its workers are: one place, or some for each group.</summary>
    public IReadOnlyList<Instance> Instances => instances.All;

    /// <summary>Whether no function runs.</summary>
    public bool IsIdle => instances.IsIdle;

    /// <summary>The most bytes of request bodies that it held at once.</summary>
    public long PeakBodyBytes => bodies.PeakBytes;

    /// <summary>The app's functions, disabled ones too.</summary>
    public IReadOnlyList<Function> Functions { get; private set; } = [];

    /// <summary>Starts a function app; when this ends its worker is ready and its triggers listen.</summary>
    /// <exception cref="FunctionAppException">It can't start; the message says what to do.</exception>
    public static async Task<FunctionAppHost> StartAsync(
        FunctionAppOptions options, ILoggerFactory logs, TimeProvider time, CancellationToken stop)
    {
        var host = new FunctionAppHost(options, logs, time);
        try
        {
            await host.StartAsync(stop);
            return host;
        }
        catch (Exception e)
        {
            await host.DisposeAsync();
            if (e is AddressInUseException)
                throw new FunctionAppException(
                    $"Port {options.Port} is taken: stop what listens there, or give '{options.Name}' another one by --port.", e);
            throw;
        }
    }

    /// <summary>
    /// Goes on with other app settings, as an app in Azure whose settings change: by a new worker beside the old one, which ends with its
    /// last invocation. What this host itself reads (connections, schedules, which functions are off) stays as it was.
    /// </summary>
    /// <exception cref="FunctionAppException">The new worker does not come up: its message says why, and the old one goes on.</exception>
    public Task ChangeSettingsAsync(IReadOnlyDictionary<string, string> changed, CancellationToken stop) =>
        Task.WhenAll(instances.All.Select(instance => instance.Workers.RelieveAsync(changed, stop)));

    /// <summary>Lets an instance of a group go, as at scale-in: it gets nothing more, and its worker ends with what it runs.</summary>
    /// <param name="group">The name of a group that has others.</param>
    /// <returns>The process that went.</returns>
    public Task<int> ScaleInAsync(string group, CancellationToken stop) => instances.RemoveAsync(group, stop);

    /// <summary>
    /// Stops as the Functions host does: starts nothing more and lets running invocations end; what still runs after the drain time-out is
    /// cancelled; then the worker is asked to end, and ended.
    /// </summary>
    public Task StopAsync() => stopped.Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await http.DisposeAsync();
        await rpc.DisposeAsync();
        await instances.DisposeAsync();
    }

    private async Task StartAsync(CancellationToken stop)
    {
        await rpc.StartAsync(stop);
        Functions = await instances.StartAsync(options.Instances, Listen, stop);
        if (options.Front is { } front)
            http.Use(front);
        http.MapFunctions(Functions, hostJson.RoutePrefix, instances, options.WorkerWait, time);
        // The first of a group's: at scale-in the last one goes.
        http.MapAdmin(new AdminEndpoint(
            instances.All.SelectMany(instance => instance.Listeners).DistinctBy(listener => listener.Key)
                .ToDictionary(StringComparer.OrdinalIgnoreCase), options.MasterKey));
        await http.StartAsync(stop);
        foreach (var instance in instances.All)
            await instance.ListenAsync(stop);
        LogStarted(options.Name, Url, WorkerProcessId);
    }

    private IListener? Listen(Function function, WorkerSupervisor workers)
    {
        var invoker = new FunctionInvoker(options, workers, time, logs.CreateLogger<FunctionInvoker>());
        return function.Trigger switch
        {
            TimerTrigger timer => new TimerListener(
                function.Name, timer, options.Timers?.Contains(function.Name) != false, invoker.InvokeAsync, time),
            ServiceBusTrigger queue => new QueueListener(
                function.Name, queue, Connection(function.Name, queue), hostJson, invoker.InvokeAsync, logs.CreateLogger<QueueListener>()),
            _ => null,
        };
    }

    private string Connection(string function, ServiceBusTrigger queue) => settings[queue.Connection] is { Length: > 0 } connection
        ? connection
        : throw new FunctionAppException(
            $"Set the app setting '{queue.Connection}' to a Service Bus connection string: {function} takes its messages by it.");

    private async Task DrainAndStopAsync()
    {
        using var cutOff = new CancellationTokenSource();
        var draining = Task.WhenAll(
            [http.StopAsync(cutOff.Token), .. instances.All.Select(instance => instance.StopListeningAsync(cutOff.Token))]);
        if (!await EndsAsync(draining, options.DrainTimeout))
        {
            LogCancelling(options.Name, options.DrainTimeout);
            foreach (var instance in instances.All)
                instance.Workers.CancelAll();
            await EndsAsync(draining, CancelGrace);
        }
        await instances.StopAsync();
        // Without a worker all invocations have ended; what is left are clients and queues that don't answer.
        await cutOff.CancelAsync();
        await draining;
        LogStopped(options.Name);
    }

    private async Task<bool> EndsAsync(Task task, TimeSpan limit)
    {
        await task.WaitAsync(limit, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }

    [LoggerMessage(441, LogLevel.Information, "{App} listens at {Url}, with worker {ProcessId}")]
    private partial void LogStarted(string app, Uri url, int processId);

    [LoggerMessage(442, LogLevel.Warning, "{App}: what still runs after {Limit} is cancelled")]
    private partial void LogCancelling(string app, TimeSpan limit);

    [LoggerMessage(443, LogLevel.Information, "{App} has stopped")]
    private partial void LogStopped(string app);
}
