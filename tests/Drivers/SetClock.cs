using Microsoft.Extensions.Time.Testing;

namespace Hotline.Tests.Drivers;

/// <summary>A clock that a test sets. What waits by it waits in real time: two who collide in a room wait a few milliseconds.</summary>
internal sealed class SetClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime, period);
}
