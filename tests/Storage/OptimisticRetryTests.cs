using Hotline.Contracts;
using Hotline.Platform.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Hotline.Tests.Storage;

public sealed class OptimisticRetryTests
{
    private readonly FakeTimeProvider time = new();
    private int tries;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_done_at_once_is_tried_once()
    {
        Assert.Equal(7, await RunAsync(() => Attempt.Done(7)));
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task What_was_lost_is_tried_again_after_a_wait_by_the_clock()
    {
        var running = RunAsync(() => tries < 3 ? Attempt.Lost<int>() : Attempt.Done(tries));
        Assert.False(running.IsCompleted);
        while (!running.IsCompleted)
        {
            Assert.InRange(tries, 1, 3);
            time.Advance(TimeSpan.FromMilliseconds(60));
            await Task.Yield();
        }

        Assert.Equal(3, await running);
    }

    [Fact]
    public async Task What_is_never_done_can_be_done_later()
    {
        var refused = await Assert.ThrowsAsync<NotYetException>(
            () => OptimisticRetry.RunAsync(_ => Tried(Attempt.Lost<int>), 5, "Too many at once.", TimeProvider.System, Stop));
        Assert.Equal(("Too many at once.", 5), (refused.Message, tries));
    }

    [Fact]
    public async Task A_failure_is_no_collision()
    {
        await Assert.ThrowsAsync<IOException>(() => RunAsync(() => throw new IOException()));
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task Nobody_waits_who_was_stopped()
    {
        using var stopped = new CancellationTokenSource();
        var running = OptimisticRetry.RunAsync(_ => Tried(Attempt.Lost<int>), 5, "Too many at once.", time, stopped.Token);
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(1, tries);
    }

    private Task<int> RunAsync(Func<Attempt<int>> attempt) =>
        OptimisticRetry.RunAsync(_ => Tried(attempt), 5, "Too many at once.", time, Stop);

    private ValueTask<Attempt<int>> Tried(Func<Attempt<int>> attempt)
    {
        tries++;
        return ValueTask.FromResult(attempt());
    }
}
