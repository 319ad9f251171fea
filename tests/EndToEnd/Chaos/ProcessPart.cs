using System.Diagnostics;
using System.Globalization;
using Hotline.Local.Bench;
using Hotline.Local.Loopback;

namespace Hotline.Tests.EndToEnd.Chaos;

/// <summary>A part of the line in a process of its own, which can be killed, halted and started again.</summary>
/// <param name="name">What a report calls it.</param>
/// <param name="order">The line that it reads first; null where it reads none.</param>
/// <param name="arguments">The hidden command of <c>./hotline</c>.</param>
internal sealed class ProcessPart(string name, string? order, params string[] arguments) : IAsyncDisposable
{
    private Process? process;

    /// <summary>What it finds in its environment beside what is there anyway.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What it said when it was ready: of the broker its connection string.</summary>
    public string Said { get; private set; } = "";

    /// <summary>The processes that it started itself: of an app, its workers.</summary>
    public IReadOnlyList<int> ChildIds =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
            .Where(id => id > 0 && ParentOf(id) == process?.Id),
    ];

    /// <summary>Starts it; ends when it is ready.</summary>
    public async Task StartAsync(CancellationToken stop)
    {
        var info = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "Hotline.Local.dll")))
            info.ArgumentList.Add(argument);
        foreach (var (variable, value) in Environment)
            info.Environment[variable] = value;
        process = await ChildProcess.StartAsync(info);
        var complaints = process.StandardError.ReadToEndAsync(CancellationToken.None);
        if (order is not null)
            await process.StandardInput.WriteLineAsync(order.AsMemory(), stop);
        await process.StandardInput.FlushAsync(stop);
        Said = await process.StandardOutput.ReadLineAsync(stop)
            ?? throw new InvalidOperationException($"{name} did not start: {(await complaints).Trim()}");
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
    }

    /// <summary>Ends it by SIGKILL.</summary>
    public async Task KillAsync()
    {
        Signal(process!.Id, "KILL");
        await process.WaitForExitAsync();
    }

    /// <summary>Halts it for a while, its memory and its connections as they are.</summary>
    public Task HaltAsync(TimeSpan time) => HaltAsync(process!.Id, time);

    /// <summary>Halts a process for a while.</summary>
    public static async Task HaltAsync(int id, TimeSpan time)
    {
        Signal(id, "STOP");
        await Task.Delay(time);
        Signal(id, "CONT");
    }

    /// <summary>Sends a signal; a process that has ended has no use for it.</summary>
    public static void Signal(int id, string signal)
    {
        using var kill = Process.Start(
            new ProcessStartInfo("kill", [$"-{signal}", id.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null)
            return;
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(40)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private static int ParentOf(int id)
    {
        try
        {
            return ProcessFigures.Parent(id);
        }
        catch (IOException)
        {
            return 0; // It has ended meanwhile.
        }
    }
}
