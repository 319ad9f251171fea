namespace Hotline.Platform.Storage;

/// <summary>
/// What to do when another one wrote the same row in between: wait a little, each a different while, so that of many not all lose again.
/// </summary>
public static class Contention
{
    /// <summary>Waits; from 5 ms to 20 more with each try that was lost.</summary>
    /// <param name="tries">How many tries were lost before this one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Cuts it short.</param>
    public static Task WaitAsync(int tries, TimeProvider time, CancellationToken stop) =>
        Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20 * (tries + 1))), time, stop);
}
