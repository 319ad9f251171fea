namespace Hotline.Platform.Scheduling;

/// <summary>Moments that come again and again, counted from midnight UTC.</summary>
/// <param name="Every">The time between two of them, a whole part of a day; by the minute, since <see cref="Tick"/> looks once a minute.</param>
/// <param name="At">The first of a day.</param>
public readonly record struct Schedule(TimeSpan Every, TimeSpan At = default)
{
    /// <summary>The first moment after another one.</summary>
    public DateTimeOffset After(DateTimeOffset moment)
    {
        var first = new DateTimeOffset(moment.UtcDateTime.Date, TimeSpan.Zero) + At - Every;
        return first + (Every * (Math.Floor((moment - first) / Every) + 1));
    }
}
