using System.Diagnostics;

namespace Hotline.Tests.EndToEnd.Chaos;

/// <summary>A disk so small that it can be filled. Mounting one needs root.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int Megabytes = 512;
    private readonly string folder;

    private SmallDisk(string folder) => this.folder = folder;

    /// <summary>Mounts one; null where that is not allowed.</summary>
    public static SmallDisk? TryMount(string folder)
    {
        Directory.CreateDirectory(folder);
        return Run("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", folder) ? new SmallDisk(folder) : null;
    }

    /// <summary>Has no byte left for a while.</summary>
    public async Task FillAsync(TimeSpan time)
    {
        var filler = Path.Combine(folder, "filler");
        Run("dd", "if=/dev/zero", $"of={filler}", "bs=64k"); // Until it fails.
        await Task.Delay(time);
        File.Delete(filler);
    }

    public ValueTask DisposeAsync()
    {
        Run("umount", "-l", folder);
        return ValueTask.CompletedTask;
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
