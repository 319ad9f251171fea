using System.Runtime.CompilerServices;

namespace Hotline.Tests.Drivers;

/// <summary>Waits for what comes in its own time; the limit only ends a test that would hang.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(180);

    public static Task TrueAsync(
        Func<bool> holds, CancellationToken stop, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        TrueAsync(() => Task.FromResult(holds()), () => "It did not come to hold.", stop, file, line);

    public static Task TrueAsync(
        Func<Task<bool>> holds, CancellationToken stop, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        TrueAsync(holds, () => "It did not come to hold.", stop, file, line);

    /// <summary>Waits until there are so many; the failure names those there are.</summary>
    public static async Task EqualAsync(
        int count, Func<Task<List<string>>> named, CancellationToken stop, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        List<string> there = [];
        await TrueAsync(
            async () => (there = await named()).Count == count, () => $"{count} were wanted, these came: {string.Join(", ", there)}", stop,
            file, line);
    }

    /// <summary>Waits for it; the failure says what there was instead.</summary>
    public static Task TrueAsync(
        Func<Task<bool>> holds, Func<string> failure, CancellationToken stop, [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) => Waits.ForAsync($"{Path.GetFileName(file)}:{line}", WaitAsync(holds, failure, stop));

    private static async Task WaitAsync(Func<Task<bool>> holds, Func<string> failure, CancellationToken stop)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, failure());
            await Task.Delay(50, stop);
        }
    }
}
