using System.Globalization;

namespace Hotline.Tests.EndToEnd.Chaos;

/// <summary>
/// The clock of our own processes, which goes wrong while they run: libfaketime (https://github.com/wolfcw/libfaketime), from Debian's
/// package <c>faketime</c>. Of the processes that share it every one is off alike, as those of one machine are.
/// </summary>
internal sealed class MovedClock(string file)
{
    private static readonly string? Library = Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1"))
            .FirstOrDefault(File.Exists)
        : null;

    /// <summary>Whether it can be had here.</summary>
    public static bool IsThere => Library is not null;

    /// <summary>
    /// What a process needs in its environment to go by it. Waits and timeouts are by the monotonic clock, which nobody sets; without the last
    /// of these libfaketime ends them at once (its README, FORCE_MONOTONIC_FIX), and an idle process takes every core.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Library ?? "", ["FAKETIME_TIMESTAMP_FILE"] = file, ["FAKETIME_CACHE_DURATION"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1", ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
    };

    /// <summary>Sets it off by so much, within a second; zero sets it right.</summary>
    public void Move(TimeSpan off)
    {
        // At once, so that nobody reads half of it.
        File.WriteAllText($"{file}.new", string.Create(
            CultureInfo.InvariantCulture, $"{(off < TimeSpan.Zero ? '-' : '+')}{off.Duration().TotalSeconds:F0}\n"));
        File.Move($"{file}.new", file, overwrite: true);
    }
}
