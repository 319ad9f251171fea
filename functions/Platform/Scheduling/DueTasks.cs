using Azure;
using Azure.Data.Tables;
using Hotline.Platform.Storage;
using Hotline.Platform.Telemetry;

namespace Hotline.Platform.Scheduling;

/// <summary>Runs the room's scheduled tasks that are due. When each is due next is a row's column <c>Next</c>, written once it is done.</summary>
public sealed class DueTasks(RoomTable table, IEnumerable<IScheduledTask> tasks, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Runs what is due, side by side, to its end. While one takes longer than a minute the others go on being run: none waits for another.
    /// </summary>
    /// <exception cref="AggregateException">Some are not done; they are due still.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var (running, failures) = (new Dictionary<IScheduledTask, Task<Exception?>>(), new List<Exception>());
        try
        {
            do
            {
                foreach (var (task, due) in await DueAsync(stop))
                    if (!running.TryGetValue(task, out var run) || run.IsCompleted)
                    {
                        if (run is not null && await run is { } failure)
                            failures.Add(failure);
                        running[task] = TryAsync(task, due, stop);
                    }

                await Task.WhenAny(Task.WhenAll(running.Values), Task.Delay(Pause, time, stop));
            }
            while (running.Values.Any(run => !run.IsCompleted));
        }
        finally
        {
            failures.AddRange((await Task.WhenAll(running.Values)).OfType<Exception>());
        }

        if (failures.Count > 0)
            throw new AggregateException(failures);
    }

    // One without a row that can be read is new, and one whose row is later than its schedule was changed: neither has missed anything.
    private async Task<IReadOnlyList<(IScheduledTask Task, ETag Due)>> DueAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var rows = await table.RangeAsync(ScheduleKeys.Partition, ScheduleKeys.All, stop).ToDictionaryAsync(row => row.RowKey, cancellationToken: stop);
        var due = new List<(IScheduledTask, ETag)>();
        foreach (var task in tasks)
        {
            var row = rows.GetValueOrDefault(ScheduleKeys.Of(task));
            if (row?.Time("Next") is not { } next || next > task.Schedule.After(now))
                await WriteAsync(task, now, row?.ETag, stop);
            else if (next <= now)
                due.Add((task, row.ETag));
        }

        return due;
    }

    private async Task<Exception?> TryAsync(IScheduledTask task, ETag due, CancellationToken stop)
    {
        var name = task.GetType().Name;
        using var span = Tracing.Source.StartActivity(name)?.SetTag(Metrics.Function, name);
        var began = time.GetUtcNow();
        try
        {
            await task.RunAsync(stop);
            await WriteAsync(task, began, due, stop);
            return null;
        }
        catch (Exception e)
        {
            // Whatever it is, it ends no other task; this one is due still, and Tick fails by it.
            span.Fail(e);
            return e;
        }
    }

    // A row that somebody has changed meanwhile says when it is due, not this.
    private Task<ETag?> WriteAsync(IScheduledTask task, DateTimeOffset began, ETag? read, CancellationToken stop) => table.TryWriteAsync(
        ScheduleKeys.Partition, ScheduleKeys.Of(task), new TableEntity { { "Next", task.Schedule.After(began) } }, read, stop);
}
