using Azure.Data.Tables;
using Hotline.Local.Line;
using Hotline.Platform.Scheduling;
using Hotline.Platform.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Hotline.Tests.Scheduling;

/// <summary>What a room does by the clock, in a table of a test's own, by a clock of the test's.</summary>
[Trait("Speed", "slow")]
public sealed class DueTasksTests(SharedParts parts) : IAsyncLifetime
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2030, 1, 1, 12, 0, 10, TimeSpan.Zero));
    private readonly Hourly hourly = new();
    private readonly EachMinute eachMinute = new();
    private readonly TableClient table = new(parts.Azurite.ConnectionString, $"t{Guid.NewGuid():N}"[..20]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await table.CreateAsync(Stop);

    public async ValueTask DisposeAsync() => await table.DeleteAsync();

    [Fact]
    public async Task A_new_task_has_missed_nothing_and_each_runs_at_its_hour()
    {
        await TickAsync(minutes: 180);
        Assert.Equal((179, 3), (eachMinute.Ran.Count, hourly.Ran.Count));
        Assert.Equal(["12:27", "13:27", "14:27"], hourly.Ran.Select(at => at.ToString("HH:mm", null)));
    }

    [Fact]
    public async Task What_was_missed_is_done_once_and_at_once()
    {
        await TickAsync(minutes: 2);
        time.Advance(TimeSpan.FromHours(10));
        await TickAsync(minutes: 1);
        Assert.Equal(["22:02"], hourly.Ran.Select(at => at.ToString("HH:mm", null)));
        await TickAsync(minutes: 24);
        Assert.Single(hourly.Ran);
        await TickAsync(minutes: 1);
        Assert.Equal("22:27", hourly.Ran[^1].ToString("HH:mm", null));
    }

    [Fact]
    public async Task One_that_fails_holds_up_no_other_and_is_due_until_it_is_done()
    {
        await TickAsync(minutes: 27);
        hourly.Fails = true;
        await Assert.ThrowsAsync<AggregateException>(() => TickAsync(minutes: 1));
        await Assert.ThrowsAsync<AggregateException>(() => TickAsync(minutes: 1));
        Assert.Equal(28, eachMinute.Ran.Count);
        hourly.Fails = false;
        await TickAsync(minutes: 2);
        Assert.Single(hourly.Ran);
    }

    [Fact]
    public async Task One_whose_own_patience_ends_is_a_failure_like_any_other()
    {
        await TickAsync(minutes: 27);
        hourly.Lasts = new TaskCompletionSource();
        hourly.Lasts.SetCanceled(new CancellationToken(true));
        await Assert.ThrowsAsync<AggregateException>(() => TickAsync(minutes: 1));
        Assert.Equal(27, eachMinute.Ran.Count);
    }

    [Fact]
    public async Task A_row_that_is_no_moment_stops_no_task_and_is_written_anew()
    {
        await table.AddEntityAsync(new TableEntity(ScheduleKeys.Partition, ScheduleKeys.Of(hourly)) { { "Next", "2020-01-01" } }, Stop);
        await TickAsync(minutes: 28);
        Assert.Equal((27, 1), (eachMinute.Ran.Count, hourly.Ran.Count));
    }

    [Fact]
    public async Task While_one_takes_long_the_others_go_on()
    {
        await TickAsync(minutes: 27);
        hourly.Lasts = new TaskCompletionSource();
        var tick = Due().RunAsync(Stop);
        await hourly.Began.Task;
        for (var minute = 0; minute < 5; minute++)
        {
            var ran = eachMinute.Ran.Count;
            await Eventually.TrueAsync(
                () =>
                {
                    time.Advance(TimeSpan.FromMinutes(1));
                    return eachMinute.Ran.Count > ran;
                }, Stop);
        }

        Assert.Empty(hourly.Ran);
        hourly.Lasts.SetResult();
        await tick;
        Assert.Single(hourly.Ran);
    }

    [Fact]
    public async Task A_row_that_was_changed_while_its_task_ran_stays_as_it_is()
    {
        await TickAsync(minutes: 27);
        hourly.Lasts = new TaskCompletionSource();
        var tick = Due().RunAsync(Stop);
        await hourly.Began.Task;
        await DueNow.MakeAsync(table, nameof(Hourly), Stop);
        hourly.Lasts.SetResult();
        await tick;
        await TickAsync(minutes: 1);
        Assert.Equal(2, hourly.Ran.Count);
    }

    [Fact]
    public async Task A_row_that_is_later_than_the_schedule_says_is_of_an_older_schedule()
    {
        var row = new TableEntity(ScheduleKeys.Partition, ScheduleKeys.Of(hourly)) { { "Next", time.GetUtcNow().AddDays(3) } };
        await table.AddEntityAsync(row, Stop);
        await TickAsync(minutes: 28);
        Assert.Single(hourly.Ran);
    }

    private DueTasks Due() => new(new RoomTable(table, []), [hourly.By(time), eachMinute.By(time)], time);

    private async Task TickAsync(int minutes)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            var now = time.GetUtcNow();
            try
            {
                await Due().RunAsync(Stop);
            }
            finally
            {
                time.SetUtcNow(now.AddMinutes(1));
            }
        }
    }

    private abstract class ClockedTask(Schedule schedule) : IScheduledTask
    {
        private TimeProvider? clock;

        public Schedule Schedule => schedule;

        public List<DateTimeOffset> Ran { get; } = [];

        public bool Fails { get; set; }

        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource? Lasts { get; set; }

        public ClockedTask By(TimeProvider time)
        {
            clock = time;
            return this;
        }

        public async Task RunAsync(CancellationToken stop)
        {
            if (Fails)
                throw new InvalidOperationException("It fails.");
            if (Lasts is { } end)
            {
                Began.TrySetResult();
                await end.Task;
            }

            Ran.Add(clock!.GetUtcNow());
        }
    }

    private sealed class Hourly() : ClockedTask(new Schedule(TimeSpan.FromHours(1), At: TimeSpan.FromMinutes(27)));

    private sealed class EachMinute() : ClockedTask(new Schedule(TimeSpan.FromMinutes(1)));
}
