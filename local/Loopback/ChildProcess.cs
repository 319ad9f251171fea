using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hotline.Local.Loopback;

/// <summary>
/// Starts child processes that die with this one, even by SIGKILL: on Linux through <c>setpriv --pdeathsig</c>. The kernel sends that
/// signal when the *thread* that started the child ends (prctl(2), PR_SET_PDEATHSIG), so one thread starts them all and never ends. Each
/// leads a session of its own (<c>setsid</c>): a terminal's Ctrl+C is for this process alone, which stops the others in its order.
/// </summary>
internal static class ChildProcess
{
    private static readonly BlockingCollection<Action> Starts = [];
    private static readonly string? Setpriv = Find("setpriv");
    private static readonly string? Setsid = Find("setsid");

    static ChildProcess() => new Thread(() =>
    {
        foreach (var start in Starts.GetConsumingEnumerable())
            start();
    })
    { IsBackground = true, Name = "child processes" }.Start();

    /// <summary>Starts a program.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static Task<Process> StartAsync(ProcessStartInfo info)
    {
        if (Setsid is not null)
            Prefix(info, Setsid);
        if (Setpriv is not null)
            Prefix(info, Setpriv, "--pdeathsig", "KILL", "--");
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(info)!);
            }
            catch (System.ComponentModel.Win32Exception e)
            {
                started.SetException(e);
            }
        });
        return started.Task;
    }

    private static void Prefix(ProcessStartInfo info, string program, params string[] options)
    {
        string[] arguments = [.. options, info.FileName, .. info.ArgumentList];
        info.FileName = program;
        info.ArgumentList.Clear();
        foreach (var argument in arguments)
            info.ArgumentList.Add(argument);
    }

    /// <summary>Where a program lies on PATH; null when it does not.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
