using System.Diagnostics;
using System.Globalization;
using Hotline.Local.FunctionsHost;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tests.Local.FunctionsHost;

/// <summary>A worker never outlives its host, and outlives whatever else may end.</summary>
public sealed class OrphanTests
{
    private const string WorkerFile = "HOTLINE_TESTS_WORKER_FILE";

    private static CancellationToken Stop => ProbeApp.Stop;

    [Fact]
    public async Task A_host_that_is_killed_takes_its_worker_along()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux binds a child to its parent.");
        var folder = Directory.CreateTempSubdirectory("hotline-orphan-");
        var file = Path.Combine(folder.FullName, "worker");
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, ["-explicit", "only", "-method", $"*.{nameof(A_host_that_waits_to_be_killed)}"])
        {
            Environment = { [WorkerFile] = file },
            RedirectStandardOutput = true,
        };
        using var host = Process.Start(start)!;
        await Eventually.TrueAsync(() => File.Exists(file), Stop);
        using var worker = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(file, Stop), CultureInfo.InvariantCulture));
        Assert.False(worker.HasExited);

        host.Kill();
        await Eventually.TrueAsync(() => worker.HasExited, Stop);
        folder.Delete(recursive: true);
    }

    [Fact(Explicit = true)]
    public async Task A_host_that_waits_to_be_killed()
    {
        var file = Environment.GetEnvironmentVariable(WorkerFile);
        Assert.SkipWhen(file is null, "Another test starts it.");
        await using var app = await ProbeApp.StartAsync();
        await File.WriteAllTextAsync($"{file}.new", app.Host.WorkerProcessId.ToString(CultureInfo.InvariantCulture), Stop);
        File.Move($"{file}.new", file);
        await Task.Delay(Timeout.Infinite, Stop);
    }

    [Fact]
    public async Task A_thread_that_ends_does_not_take_the_worker_along()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux binds a child to its parent.");
        WorkerProcess? started = null;
        var starter = new Thread(() =>
        {
            started = SleeperAsync().Result;
            // Only what already runs as itself is bound to its parent.
            SpinWait.SpinUntil(() => File.ReadAllText($"/proc/{started.Id}/comm") == "sleep\n");
        });
        starter.Start();
        starter.Join();
        using var worker = started!;
        // The kernel kills as the thread ends; half a second is only for this process to hear of it.
        await Task.Delay(TimeSpan.FromMilliseconds(500), Stop);
        Assert.False(worker.Exited.IsCompleted);
        await worker.EndAsync(TimeSpan.Zero);
        Assert.Equal(137, await worker.Exited);
    }

    [Fact]
    public async Task A_worker_hears_nothing_of_the_terminals_interrupt()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux starts it in a session of its own.");
        using var worker = await SleeperAsync();
        await Eventually.TrueAsync(async () => await SessionAsync(worker.Id) == worker.Id, Stop);
        await worker.EndAsync(TimeSpan.Zero);
    }

    private static Task<WorkerProcess> SleeperAsync() =>
        WorkerProcess.StartAsync("probe", new ProcessStartInfo("sleep", ["1000"]), TimeProvider.System, NullLogger<WorkerProcess>.Instance);

    // The sixth field of /proc/{pid}/stat: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    private static async Task<int> SessionAsync(int process)
    {
        var stat = await File.ReadAllTextAsync($"/proc/{process}/stat", Stop);
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3], CultureInfo.InvariantCulture);
    }
}
