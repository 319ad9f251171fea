using System.Globalization;

namespace Hotline.Local.Bench;

/// <summary>What Linux tells of a process (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html).</summary>
internal static class ProcessFigures
{
    // USER_HZ, which is 100 on every platform that .NET runs on.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>The CPU time of all its threads, user and system, in steps of 10 ms.</summary>
    public static TimeSpan Cpu(int process)
    {
        var fields = Stat(process);
        return (Number(fields[11]) + Number(fields[12])) * Tick;
    }

    /// <summary>How long ago it was started, in steps of 10 ms.</summary>
    public static TimeSpan Age(int process) =>
        TimeSpan.FromSeconds(double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture))
        - (Number(Stat(process)[19]) * Tick);

    /// <summary>The most memory that it ever had resident, in MB (2^20 bytes).</summary>
    public static double PeakMemory(int process)
    {
        var peak = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return Number(peak.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]) / 1024.0;
    }

    /// <summary>The process that started it.</summary>
    public static int Parent(int process) => (int)Number(Stat(process)[1]);

    // From the third field on: the second, its name, may hold blanks.
    private static string[] Stat(int process)
    {
        var text = File.ReadAllText($"/proc/{process}/stat");
        return text[(text.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
