using System.Diagnostics;
using System.Globalization;
using Hotline.Local;

namespace Hotline.Tests.Chaos;

/// <summary>A part of the line in a process of its own, which can be killed, halted and started again.</summary>
/// <param name="name">What a report calls it.</param>
/// <param name="arguments">Of <c>part</c>.</param>
internal sealed class ProcessPart(string name, params string[] arguments) : IAsyncDisposable
{
    private Process? process;

    /// <summary>Where it is, as it said.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The process that it started itself: of an app, its worker; 0 when there is none now.</summary>
    public int ChildId => Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
        .FirstOrDefault(id => id > 0 && ParentOf(id) == process?.Id);

    /// <summary>Starts it; ends when it is ready.</summary>
    public async Task StartAsync(CancellationToken stop)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments.Prepend("part").Prepend(Path.Combine(AppContext.BaseDirectory, "Hotline.Local.dll")))
            info.ArgumentList.Add(argument);
        process = await ChildProcess.StartAsync(info);
        var complaints = new List<string>();
        process.ErrorDataReceived += (_, line) => complaints.Add(line.Data ?? "");
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync(stop) is { } line)
        {
            if (line.StartsWith("ready ", StringComparison.Ordinal))
            {
                Address = line["ready ".Length..];
                process.OutputDataReceived += (_, _) => { };
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return;
            }

            complaints.Add(line);
        }

        throw new InvalidOperationException($"{name} did not start: {string.Join(' ', complaints.TakeLast(5))}");
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
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", id.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null)
            return;
        if (!process.HasExited)
        {
            Signal(process.Id, "TERM");
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
            // The name before it is in brackets and may hold anything.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // It has ended meanwhile.
        }
    }
}
