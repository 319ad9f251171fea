using Hotline.Contracts;
using Polly;
using Polly.Retry;

namespace Hotline.Platform.Storage;

/// <summary>
/// Reads, decides and writes until nobody else has written in between. Between two tries it waits a little, each time a random while, so
/// that of many who wrote at once not all collide again.
/// </summary>
public static class OptimisticRetry
{
    private const int MinWait = 5;
    private const int MaxWait = 250;

    /// <summary>Runs the attempt until it is done.</summary>
    /// <param name="attempt">Reads and writes once.</param>
    /// <param name="maxTries">How often at most.</param>
    /// <param name="exhausted">What to say when none of them was done.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="NotYetException">Every try lost against another writer.</exception>
    public static async Task<T> RunAsync<T>(
        Func<CancellationToken, ValueTask<Attempt<T>>> attempt, int maxTries, string exhausted, TimeProvider time, CancellationToken stop)
    {
        var retry = new ResiliencePipelineBuilder<Attempt<T>> { TimeProvider = time }.AddRetry(new RetryStrategyOptions<Attempt<T>>
        {
            MaxRetryAttempts = maxTries - 1,
            ShouldHandle = tried => ValueTask.FromResult(tried.Outcome is { Exception: null, Result.IsDone: false }),
            DelayGenerator = tried => ValueTask.FromResult<TimeSpan?>(WaitAfter(tried.AttemptNumber)),
        }).Build();
        var last = await retry.ExecuteAsync(attempt, stop);
        if (last.IsDone)
            return last.Value;
        stop.ThrowIfCancellationRequested();
        throw new NotYetException(exhausted);
    }

    // From 5 ms to 20 more with each lost try: Polly's own jitter is a quarter of the wait, and those who collided stay together.
    private static TimeSpan WaitAfter(int lost) =>
        TimeSpan.FromMilliseconds(Random.Shared.Next(MinWait, Math.Min(20 * (lost + 1), MaxWait)));
}

/// <summary>What became of one try.</summary>
/// <param name="IsDone">Whether it was done; false when another one wrote in between.</param>
/// <param name="Value">Its result, when it was done.</param>
public readonly record struct Attempt<T>(bool IsDone, T Value);

/// <summary>Makes attempts' results.</summary>
public static class Attempt
{
    /// <summary>It was written, or there was nothing to write: no further try.</summary>
    public static Attempt<T> Done<T>(T value) => new(true, value);

    /// <summary>Another one wrote in between: read and decide again.</summary>
    public static Attempt<T> Lost<T>() => default;
}
