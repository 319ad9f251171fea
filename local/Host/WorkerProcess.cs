using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.Host;

/// <summary>The worker's process, started as the Functions host starts it.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int KeptLines = 20;
    private readonly Process process;
    private readonly Queue<string> complaints = new();

    private WorkerProcess(Process process, string workerId)
    {
        this.process = process;
        WorkerId = workerId;
        Exited = process.WaitForExitAsync();
    }

    /// <summary>Names it on its stream.</summary>
    public string WorkerId { get; }

    /// <summary>The process id.</summary>
    public int Id => process.Id;

    /// <summary>Ends when the process has ended.</summary>
    public Task Exited { get; }

    /// <summary>How it ended, with the last lines of its standard error.</summary>
    public string Ending
    {
        get
        {
            lock (complaints)
                return $"It ended with exit code {process.ExitCode}. {string.Join(' ', complaints)}".TrimEnd();
        }
    }

    /// <summary>Starts the app's worker, which will call the host at its gRPC address.</summary>
    public static async Task<WorkerProcess> StartAsync(FunctionAppOptions app, Uri host, ILogger log)
    {
        var workerId = Guid.NewGuid().ToString("N");
        var info = new ProcessStartInfo("dotnet") { WorkingDirectory = app.AppDirectory, RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        string[] arguments =
        [
            "Hotline.Functions.dll", "--functions-uri", host.ToString(), "--functions-worker-id", workerId, "--functions-request-id", Guid.NewGuid().ToString("N"),
            "--functions-grpc-max-message-length", "2147483647",
        ];
        foreach (var argument in arguments)
            info.ArgumentList.Add(argument);
        info.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = app.AppDirectory;
        info.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        info.Environment["DOTNET_gcServer"] = "0";
        foreach (var (name, value) in app.Settings)
            info.Environment[name] = value;

        var worker = new WorkerProcess(await ChildProcess.StartAsync(info), workerId);
        worker.Listen(log);
        return worker;
    }

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
    }

    /// <inheritdoc/>
    public void Dispose() => process.Dispose();

    private void Listen(ILogger log)
    {
        process.OutputDataReceived += (_, line) => Pass(line.Data, log, LogLevel.Debug);
        process.ErrorDataReceived += (_, line) =>
        {
            Pass(line.Data, log, LogLevel.Error);
            lock (complaints)
            {
                if (!string.IsNullOrWhiteSpace(line.Data))
                    complaints.Enqueue(line.Data.Trim());
                if (complaints.Count > KeptLines)
                    complaints.Dequeue();
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private static void Pass(string? line, ILogger log, LogLevel level)
    {
        if (!string.IsNullOrWhiteSpace(line))
#pragma warning disable CA1848, CA2254 // A line that the worker printed is passed on as it is.
            log.Log(level, line);
#pragma warning restore CA1848, CA2254
    }
}
