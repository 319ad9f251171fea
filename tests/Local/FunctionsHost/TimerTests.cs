using Hotline.Local.FunctionsHost;
using Hotline.Local.FunctionsHost.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace Hotline.Tests.Local.FunctionsHost;

public sealed class TimerTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2030, 1, 1, 11, 59, 50, TimeSpan.Zero));
    private readonly List<DateTimeOffset> runs = [];

    [Fact]
    public async Task A_timer_fires_at_each_occurrence()
    {
        await using var timer = await StartAsync("0 */5 * * * *");
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(runs);
        time.Advance(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([At(12, 0, 0), At(12, 5, 0)], runs);
    }

    [Fact]
    public async Task An_occurrence_months_ahead_is_waited_for()
    {
        await using var timer = await StartAsync("0 0 0 1 6 *");
        for (var day = 0; day < 151; day++)
            time.Advance(TimeSpan.FromDays(1));
        Assert.Equal([new DateTimeOffset(2030, 6, 1, 0, 0, 0, TimeSpan.Zero)], runs.Select(
            run => new DateTimeOffset(run.Date, TimeSpan.Zero)));
    }

    [Fact]
    public async Task A_timer_that_still_runs_is_not_fired_again()
    {
        var running = new TaskCompletionSource<bool>();
        await using var timer = await StartAsync("0 * * * * *", running.Task);
        time.Advance(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromMinutes(1));
        time.Advance(TimeSpan.FromMinutes(1));
        var asked = timer.RunOnceAsync(null);
        Assert.Equal([At(12, 0, 0)], runs);
        running.SetResult(true);
        await asked;
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([At(12, 0, 0), At(12, 2, 0), At(12, 3, 0)], runs);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_start_fires_it_where_it_says_so(bool runOnStartup, int expected)
    {
        await using var timer = await StartAsync("0 0 0 1 6 *", runOnStartup: runOnStartup);
        Assert.Equal(expected, runs.Count);
    }

    [Fact]
    public async Task A_failure_does_not_end_a_timer()
    {
        await using var timer = await StartAsync("0 * * * * *", Task.FromResult(false));
        time.Advance(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, runs.Count);
    }

    [Fact]
    public async Task A_stopped_timer_fires_no_more()
    {
        await using var timer = await StartAsync("0 * * * * *");
        await timer.StopAsync(ProbeApp.Stop);
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(runs);
    }

    [Fact]
    public async Task A_worker_runs_what_is_due_and_what_begins_with_it()
    {
        await using var app = await ProbeApp.StartAsync(new() { ["Probe__Schedule"] = "* * * * * *" });
        await app.SeesAsync("begun");
        await app.SeesAsync(notes => notes.Contains("tick, first") && notes.Contains("tick, again"));
    }

    private static DateTimeOffset At(int hour, int minute, int second) => new(2030, 1, 1, hour, minute, second, TimeSpan.Zero);

    private async Task<TimerListener> StartAsync(string schedule, Task<bool>? run = null, bool runOnStartup = false)
    {
        Task<bool> InvokeAsync(string function, InvocationRequest invocation, CancellationToken stop)
        {
            runs.Add(time.GetUtcNow());
            return run ?? Task.FromResult(true);
        }

        var trigger = new TimerTrigger { Parameter = "timer", Schedule = schedule, RunOnStartup = runOnStartup };
        var timer = new TimerListener("Tick", trigger, ticks: true, InvokeAsync, time);
        await timer.StartAsync(ProbeApp.Stop);
        return timer;
    }
}
