using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.FunctionsHost;

/// <summary>Starts the app's worker as the Functions host does.</summary>
internal sealed class WorkerFactory(
    FunctionAppOptions options, HostJson hostJson, FunctionRpcServer rpc, ILoggerFactory logs, TimeProvider time)
{
    private const int MaxStarts = 3; // The Functions host gives a worker as many.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string appDirectory = Path.GetFullPath(options.AppDirectory);
    private readonly WorkerLog log = new(logs);

    /// <summary>Starts a worker and waits until it can take invocations.</summary>
    /// <param name="settings">Its app settings.</param>
    /// <exception cref="FunctionAppException">It does not come up.</exception>
    public async Task<Worker> StartAsync(IReadOnlyDictionary<string, string> settings, CancellationToken stop)
    {
        for (var starts = 1; ; starts++)
        {
            if (await StartAsync(settings, isLast: starts == MaxStarts, stop) is { } worker)
                return worker;
        }
    }

    // None where its port was taken: the next one gets another.
    private async Task<Worker?> StartAsync(IReadOnlyDictionary<string, string> settings, bool isLast, CancellationToken stop)
    {
        var id = Guid.NewGuid().ToString();
        var channel = new WorkerChannel(log);
        rpc.Expect(id, channel);
        var process = await StartProcessAsync(Command(id, settings));
        try
        {
            var app = await LoadAsync(process, channel, new AppSettings(settings), stop);
            return new Worker(process, channel, app, hostJson.FunctionTimeout, time);
        }
        catch (Exception e)
        {
            await process.EndAsync(TimeSpan.Zero);
            channel.Close();
            process.Dispose();
            if (e is FunctionAppException && process.LostItsPort && !isLast)
                return null;
            throw;
        }
    }

    private async Task<WorkerProcess> StartProcessAsync(ProcessStartInfo command)
    {
        try
        {
            return await WorkerProcess.StartAsync(options.Name, command, time, logs.CreateLogger<WorkerProcess>());
        }
        catch (Win32Exception e)
        {
            throw new FunctionAppException(
                $"The worker of '{options.Name}' can't be run ({e.Message}): install the .NET 10 runtime, with dotnet on the PATH.", e);
        }
    }

    private async Task<LoadedApp> LoadAsync(WorkerProcess process, WorkerChannel channel, AppSettings settings, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            var loading = LoadAsync(channel, settings, ended.Token);
            if (await Task.WhenAny(loading, process.Exited, Task.Delay(Patience, time, ended.Token)) != loading)
                await ended.CancelAsync();
            return await loading;
        }
        catch (Exception e) when (e is WorkerLostException || e is OperationCanceledException && !stop.IsCancellationRequested)
        {
            var outcome = process.Exited.IsCompleted ? $"exited with code {await process.Exited}" : "did not get ready in time";
            throw new FunctionAppException($"The worker of '{options.Name}' {outcome}; mend what it says: {process.LastErrors}", e);
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    private async Task<LoadedApp> LoadAsync(WorkerChannel channel, AppSettings settings, CancellationToken stop)
    {
        var app = await LoadedApp.LoadAsync(channel, appDirectory, settings, stop);
        if (Uri.TryCreate(app.HttpAddress, UriKind.Absolute, out var http))
            await ConnectAsync(http, stop);
        return app;
    }

    // The worker's stream may be up before its web server is.
    private async Task ConnectAsync(Uri http, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(http.Host, http.Port, stop);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), time, stop);
            }
        }
    }

    private ProcessStartInfo Command(string workerId, IReadOnlyDictionary<string, string> settings)
    {
        var file = Path.Combine(appDirectory, "worker.config.json");
        if (!File.Exists(file))
            throw new FunctionAppException(
                $"There is no worker.config.json in {appDirectory}: build or publish the function app to it first.");
        var worker = new ConfigurationBuilder().AddJsonFile(file).Build().GetSection("description");
        var start = new ProcessStartInfo(worker["defaultExecutablePath"] ?? "dotnet") { WorkingDirectory = appDirectory };
        string[] arguments =
        [
            Path.Combine(appDirectory, worker["defaultWorkerPath"] ?? ""), "--functions-uri", rpc.Address,
            "--functions-worker-id", workerId, "--functions-request-id", workerId, "--functions-grpc-max-message-length", $"{int.MaxValue}",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = appDirectory;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        return start;
    }
}
