using System.ComponentModel;
using System.Diagnostics;
using Hotline.Local.Loopback;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.FunctionsHost;

/// <summary>The worker's process.</summary>
internal sealed partial class WorkerProcess : IDisposable
{
    private const int LinesKept = 60;

    private readonly string app;
    private readonly Process process;
    private readonly TimeProvider time;
    private readonly ILogger<WorkerProcess> log;
    private readonly Queue<string> lastErrors = new();

    private WorkerProcess(string app, Process process, TimeProvider time, ILogger<WorkerProcess> log)
    {
        (this.app, this.process, this.time, this.log, Id) = (app, process, time, log, process.Id);
        process.OutputDataReceived += (_, line) => Print(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Exited = WaitAsync();
    }

    /// <summary>The process's id.</summary>
    public int Id { get; }

    /// <summary>Ends with the process; gives its exit code.</summary>
    public Task<int> Exited { get; }

    /// <summary>The last lines of its standard error.</summary>
    public string LastErrors
    {
        get
        {
            lock (lastErrors)
                return string.Join('\n', lastErrors);
        }
    }

    /// <summary>
    /// Whether another program took the port that it was about to listen on: the worker's HTTP extension finds one that is free, and
    /// listens on it only later.
    /// </summary>
    public bool LostItsPort => LastErrors.Contains("address already in use", StringComparison.OrdinalIgnoreCase);

    /// <summary>Starts it.</summary>
    /// <exception cref="Win32Exception">The program can't be run.</exception>
    public static async Task<WorkerProcess> StartAsync(string app, ProcessStartInfo start, TimeProvider time, ILogger<WorkerProcess> log)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return new WorkerProcess(app, await ChildProcess.StartAsync(start), time, log);
    }

    /// <summary>Waits for its end, for so long; then kills it.</summary>
    public async Task EndAsync(TimeSpan grace)
    {
        try
        {
            await Exited.WaitAsync(grace, time);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            await Exited;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => process.Dispose();

    private async Task<int> WaitAsync()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private void Print(string? line)
    {
        if (line is not null)
            LogPrinted(app, line);
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        LogComplained(app, line);
        lock (lastErrors)
        {
            lastErrors.Enqueue(line);
            if (lastErrors.Count > LinesKept)
                lastErrors.Dequeue();
        }
    }

    [LoggerMessage(401, LogLevel.Information, "{App}: {Line}")]
    private partial void LogPrinted(string app, string line);

    [LoggerMessage(402, LogLevel.Warning, "{App}: {Line}")]
    private partial void LogComplained(string app, string line);
}
