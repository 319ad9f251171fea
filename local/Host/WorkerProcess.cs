using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.Host;

/// <summary>
/// A child process that never outlives this one. On Linux it asks the kernel for SIGKILL when its parent dies, which means the parent's
/// <em>thread</em> (https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html): a thread of the pool, which may end any time,
/// must not start it. So each has a thread of its own, which lives until the process ends. Elsewhere only an orderly stop ends it.
/// </summary>
internal sealed partial class WorkerProcess(string app, ProcessStartInfo start, TimeProvider time, ILogger<WorkerProcess> log) : IDisposable
{
    private const int LinesKept = 20;

    // From util-linux; the small ones of Alpine's BusyBox lack the option.
    private static readonly bool CanBind = OperatingSystem.IsLinux() && File.Exists("/usr/bin/setpriv") && File.Exists("/usr/bin/setsid");

    private readonly Process process = new() { StartInfo = Bind(start) };
    private readonly Queue<string> lastErrors = new();
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The process's id.</summary>
    public int Id { get; private set; }

    /// <summary>Ends with the process; gives its exit code.</summary>
    public Task<int> Exited => exited.Task;

    /// <summary>The last lines of its standard error.</summary>
    public string LastErrors
    {
        get
        {
            lock (lastErrors)
                return string.Join('\n', lastErrors);
        }
    }

    /// <summary>Starts it.</summary>
    /// <exception cref="Win32Exception">The program can't be run.</exception>
    public Task StartAsync()
    {
        new Thread(Run) { IsBackground = true, Name = $"{app} worker" }.Start();
        return started.Task;
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

    private void Run()
    {
        process.OutputDataReceived += (_, line) => Print(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            started.SetException(e);
            return;
        }
        Id = process.Id;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        started.SetResult();
        process.WaitForExit();
        exited.SetResult(process.ExitCode);
    }

    // A session of its own keeps a terminal's Ctrl+C from it: the stop is this host's to say, when running invocations have ended.
    private static ProcessStartInfo Bind(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        if (!CanBind)
            return start;
        string[] command = ["/usr/bin/setpriv", "--pdeathsig", "KILL", "--", start.FileName, .. start.ArgumentList];
        start.FileName = "/usr/bin/setsid";
        start.ArgumentList.Clear();
        foreach (var argument in command)
            start.ArgumentList.Add(argument);
        return start;
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
