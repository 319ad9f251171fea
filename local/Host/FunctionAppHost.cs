using System.Collections.Concurrent;
using System.Net;
using Azure.Messaging.ServiceBus;
using Grpc.Core;
using Hotline.Local.Host.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Hotline.Local.Host;

/// <summary>
/// A small Functions host: starts one published app as Azure's does, speaks its gRPC protocol, and gives the worker HTTP, timers and queues.
/// A worker that dies is started again.
/// </summary>
internal sealed partial class FunctionAppHost : IAsyncDisposable
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly FunctionAppOptions app;
    private readonly HostJson settings;
    private readonly ILoggerFactory logs;
    private readonly ILogger log;
    private readonly TimeProvider time;
    private readonly Invoker invoker;
    private readonly WebApplication web;
    private readonly HttpListener http;
    private readonly ConcurrentDictionary<string, WorkerChannel> channels = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<string, Func<string, CancellationToken, Task>> byHand = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<QueueListener> queues = [];
    private readonly List<Task> timers = [];
    private ServiceBusClient? bus;
    private WorkerProcess? process;
    private Task watching = Task.CompletedTask;

    private FunctionAppHost(FunctionAppOptions app, ILoggerFactory logs, TimeProvider time)
    {
        (this.app, this.logs, this.time) = (app, logs, time);
        log = logs.CreateLogger($"host.{app.Name}");
        settings = HostJson.Read(app.AppDirectory);
        invoker = new Invoker(settings.FunctionTimeout);
        var builder = LoopbackWeb.CreateBuilder(logs);
        builder.Services.AddGrpc();
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton(new WorkerStreams(channels));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = 104_857_600; // What the real host takes.
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, app.Port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        web = builder.Build();
        http = new HttpListener(web.Services.GetRequiredService<IHttpForwarder>(), invoker);
        web.MapGrpcService<WorkerStreams>();
        web.MapPost("/admin/functions/{name}", RunByHandAsync);
        web.MapFallback("{*path}", http.AnswerAsync);
    }

    /// <summary>Where it answers.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>The functions that run: none that is turned off.</summary>
    public IReadOnlyList<FunctionInfo> Functions { get; private set; } = [];

    /// <summary>The worker's process id; another one after it died.</summary>
    public int WorkerProcessId => process!.Id;

    private Uri GrpcUrl { get; set; } = null!;

    /// <summary>Starts the host and its worker; ends when functions run.</summary>
    /// <exception cref="InvalidOperationException">The port is taken or the worker does not start; the message says what to do.</exception>
    public static async Task<FunctionAppHost> StartAsync(FunctionAppOptions app, ILoggerFactory logs, TimeProvider time, CancellationToken stop)
    {
        var host = new FunctionAppHost(app, logs, time);
        try
        {
            await host.OpenAsync(stop);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes nothing new, lets what runs end, then ends the worker, as the real host does on SIGTERM.</summary>
    public async Task StopAsync()
    {
        if (stopping.IsCancellationRequested)
            return;
        http.Close();
        var channel = invoker.Ready;
        await stopping.CancelAsync();
        await Task.WhenAll(queues.Select(queue => queue.StopAsync()).Concat(timers)).WaitAsync(Drain).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var waited = TimeSpan.Zero; channel?.Running > 0 && waited < Drain; waited += TimeSpan.FromMilliseconds(50))
            await Task.Delay(50);
        foreach (var running in channel?.RunningIds ?? [])
            channel!.Cancel(running);
        channel?.Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = new() { Seconds = (long)Grace.TotalSeconds } } });
        if (process is not null)
            await process.Exited.WaitAsync(channel is null ? TimeSpan.Zero : Grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        process?.Kill();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var queue in queues)
            await queue.DisposeAsync();
        if (bus is not null)
            await bus.DisposeAsync();
        await web.DisposeAsync();
        http.Dispose();
        process?.Dispose();
        stopping.Dispose();
    }

    private async Task OpenAsync(CancellationToken stop)
    {
        try
        {
            await web.StartAsync(stop);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException($"Port {app.Port} is taken: stop what uses it, or give {app.Name} another port.", e);
        }

        var urls = web.Urls.Select(url => new Uri(url)).ToList();
        (GrpcUrl, Url) = (urls[0], urls[1]);
        await StartWorkerAsync(stop);
        Listen();
        foreach (var queue in queues)
            await queue.StartAsync(stop);
        watching = WatchAsync();
    }

    private async Task StartWorkerAsync(CancellationToken stop)
    {
        process = await WorkerProcess.StartAsync(app, GrpcUrl, log);
        var channel = channels[process.WorkerId] = new WorkerChannel(process.WorkerId, logs);
        var greeting = WorkerStart.GreetAsync(channel, app, stop);
        if (await Task.WhenAny(greeting, process.Exited) != greeting && !greeting.IsCompletedSuccessfully)
            throw new InvalidOperationException($"The worker of {app.Name} did not start. {process.Ending}");
        Functions = await greeting;
        http.Routes = new HttpRoutes(Functions, settings.RoutePrefix);
        invoker.Attach(channel);
    }

    private void Listen()
    {
        foreach (var function in Functions)
        {
            if (function.Type == FunctionInfo.Timer)
            {
                var timer = new TimerListener(function, app, invoker, time, log);
                byHand[function.Name] = (_, stop) => timer.FireAsync(stop);
                timers.Add(timer.RunAsync(stopping.Token));
            }
            else if (function.Type == FunctionInfo.ServiceBus)
            {
                bus ??= new ServiceBusClient(app.Setting((string)function.Binding["connection"]!), new ServiceBusClientOptions { RetryOptions = { TryTimeout = TimeSpan.FromSeconds(15) } });
                var queue = new QueueListener(function, app, settings, bus, invoker, log);
                byHand[function.Name] = queue.RunAsync;
                queues.Add(queue);
            }
        }
    }

    private async Task WatchAsync()
    {
        for (var delay = TimeSpan.FromMilliseconds(200); !stopping.IsCancellationRequested;)
        {
            var started = time.GetTimestamp();
            await process!.Exited;
            invoker.Detach();
            if (channels.TryRemove(process.WorkerId, out var lost))
                lost.Lose();
            if (stopping.IsCancellationRequested)
                return;
            delay = time.GetElapsedTime(started) > TimeSpan.FromMinutes(1) ? TimeSpan.FromMilliseconds(200) : delay;
            LogDied(app.Name, process.Ending, delay.TotalSeconds);
            await Task.Delay(delay, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            delay = delay * 2 < Drain ? delay * 2 : Drain;
            try
            {
                await StartWorkerAsync(stopping.Token);
                LogBack(app.Name);
            }
            catch (Exception e) when (e is InvalidOperationException or WorkerLostException or OperationCanceledException)
            {
                process.Kill();
            }
        }
    }

    private async Task<IResult> RunByHandAsync(string name, HttpContext context)
    {
        if (!IPAddress.IsLoopback(context.Connection.RemoteIpAddress ?? IPAddress.None))
            return Results.NotFound();
        if (!byHand.TryGetValue(name, out var run))
            return Results.Text($"No timer or queue function is called {name}.\n", statusCode: 404);
        var order = context.Request.ContentLength > 0 ? await context.Request.ReadFromJsonAsync<Order>(context.RequestAborted) : null;
        await run(order?.Input ?? "", stopping.Token);
        return Results.Accepted();
    }

    [LoggerMessage(1, LogLevel.Warning, "The worker of {App} died. {Ending} It is started again in {Seconds} s")]
    private partial void LogDied(string app, string ending, double seconds);

    [LoggerMessage(2, LogLevel.Warning, "The worker of {App} is back")]
    private partial void LogBack(string app);

    private sealed record Order(string? Input);

    /// <summary>Joins a worker's stream to the channel that waits for it.</summary>
    private sealed class WorkerStreams(ConcurrentDictionary<string, WorkerChannel> channels) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(
            IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
        {
            if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.StartStream is not { } start
                || !channels.TryGetValue(start.WorkerId, out var channel))
                return;
            channel.Open(requestStream.Current);
            await channel.ServeAsync(requestStream, responseStream, context.CancellationToken);
        }
    }
}
