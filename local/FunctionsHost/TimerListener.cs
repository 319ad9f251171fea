using Hotline.Local.FunctionsHost.Rpc;
using NCrontab;

namespace Hotline.Local.FunctionsHost;

/// <summary>
/// Fires one timer by its NCRONTAB schedule, in UTC, and never while it still runs: an occurrence that comes meanwhile is left out.
/// </summary>
/// <param name="function">The function's name.</param>
/// <param name="trigger">Its schedule.</param>
/// <param name="ticks">Whether it fires by its schedule too, and not only when it is asked to.</param>
/// <param name="invoke">Runs an invocation to its end.</param>
/// <param name="time">The clock.</param>
/// <exception cref="FunctionAppException">The schedule can't be read.</exception>
internal sealed class TimerListener(string function, TimerTrigger trigger, bool ticks, Invoke invoke, TimeProvider time) : IListener
{
    // Task.Delay takes 49 days at most.
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(1);

    private readonly CrontabSchedule schedule = ScheduleOf(function, trigger);

    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim alone = new(1);
    private Task ticking = Task.CompletedTask;
    private DateTime? last;

    /// <summary>A timer's schedule.</summary>
    /// <exception cref="FunctionAppException">It can't be read.</exception>
    public static CrontabSchedule ScheduleOf(string function, TimerTrigger trigger) =>
        CrontabSchedule.TryParse(trigger.Schedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true })
        ?? throw new FunctionAppException($"The timer {function} has the schedule '{trigger.Schedule}': write the six fields of NCRONTAB.");

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken stop)
    {
        if (ticks)
            ticking = TickAsync();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task RunOnceAsync(string? input)
    {
        await alone.WaitAsync(stopping.Token);
        try
        {
            await invoke(function, Invocation.Of(Input(), null), stopping.Token);
            last = Now;
        }
        finally
        {
            alone.Release();
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cutOff)
    {
        await stopping.CancelAsync();
        await ticking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        stopping.Dispose();
        alone.Dispose();
        return ValueTask.CompletedTask;
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private async Task TickAsync()
    {
        if (trigger.RunOnStartup)
            await RunOnceAsync(null);
        var due = Now;
        while (true)
        {
            // A wait may end a moment early: the next occurrence is never the one before.
            due = schedule.GetNextOccurrence(Now > due ? Now : due);
            while (due > Now)
                await Task.Delay(due - Now < MaxWait ? due - Now : MaxWait, time, stopping.Token);
            await RunOnceAsync(null);
        }
    }

    private ParameterBinding Input()
    {
        var status = last is { } then ? new ScheduleStatus(then, schedule.GetNextOccurrence(Now), then) : null;
        return new ParameterBinding { Name = trigger.Parameter, Data = Invocation.Json(new TimerInput(new Schedule(true), status, false)) };
    }

    // The names are the worker's TimerInfo's.
    private sealed record TimerInput(Schedule Schedule, ScheduleStatus? ScheduleStatus, bool IsPastDue);

    private sealed record Schedule(bool AdjustForDST);

    private sealed record ScheduleStatus(DateTime Last, DateTime Next, DateTime LastUpdated);
}
