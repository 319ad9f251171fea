using System.Globalization;
using Hotline.Platform.Http;
using Hotline.Platform.Scheduling;
using Hotline.Platform.Settings;
using Hotline.Tests.Hosting;

namespace Hotline.Tests.Scheduling;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData("00:05", "00:01", "12:00:10", "12:01:00")]
    [InlineData("00:05", "00:01", "12:01:00", "12:06:00")]
    [InlineData("01:00", "00:27", "00:10:00", "00:27:00")]
    [InlineData("01:00", "00:27", "23:30:00", "1.00:27:00")]
    [InlineData("1.00:00", "03:40", "03:39:59", "03:40:00")]
    [InlineData("1.00:00", "03:40", "03:40:00", "1.03:40:00")]
    [InlineData("00:01", "00:00", "23:59:59", "1.00:00:00")]
    public void The_next_moment_is_after_this_one(string every, string at, string now, string next)
    {
        var day = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(day + Of(next), new Schedule(Of(every), Of(at)).After(day + Of(now)));

        static TimeSpan Of(string written) => TimeSpan.Parse(written, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("Intake", 4)]
    [InlineData("Review", 5)]
    public void Every_scheduled_task_is_done_in_its_room(string room, int count)
    {
        using var container = new RoomContainer(Enum.Parse<Room>(room));
        var written = typeof(FunctionRoutes).Assembly.GetTypes().Where(type =>
            type.IsAssignableTo(typeof(IScheduledTask)) && type.Namespace!.StartsWith($"Hotline.{room}.", StringComparison.Ordinal)).ToHashSet();
        var tasks = (IEnumerable<IScheduledTask>)container.Find(typeof(IEnumerable<IScheduledTask>))!;
        Assert.Equal(written, tasks.Select(task => task.GetType()).ToHashSet());
        Assert.Equal(count, written.Count);
        // Tick looks once a minute, and a day has a whole number of them.
        Assert.All(tasks, task => Assert.Equal(0, TimeSpan.TicksPerDay % task.Schedule.Every.Ticks));
        Assert.All(tasks, task => Assert.Equal(0, task.Schedule.Every.Ticks % TimeSpan.TicksPerMinute));
    }
}
