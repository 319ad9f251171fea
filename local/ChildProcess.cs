using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hotline.Local;

/// <summary>
/// Starts child processes that die with this one, even by SIGKILL: on Linux through <c>setpriv --pdeathsig</c>. The kernel sends that signal when the
/// *thread* that started the child ends (prctl(2), PR_SET_PDEATHSIG), so one thread starts them all and never ends.
/// </summary>
internal static class ChildProcess
{
    private static readonly BlockingCollection<Action> Starts = [];
    private static readonly string? Setpriv = Find("setpriv");

    static ChildProcess() => new Thread(() =>
    {
        foreach (var start in Starts.GetConsumingEnumerable())
            start();
    }) { IsBackground = true, Name = "child processes" }.Start();

    /// <summary>Starts a program.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static Task<Process> StartAsync(ProcessStartInfo info)
    {
        if (Setpriv is not null)
        {
            info.ArgumentList.Insert(0, info.FileName);
            info.ArgumentList.Insert(0, "--");
            info.ArgumentList.Insert(0, "KILL");
            info.ArgumentList.Insert(0, "--pdeathsig");
            info.FileName = Setpriv;
        }

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

    /// <summary>Where a program lies on PATH; null when it does not.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
