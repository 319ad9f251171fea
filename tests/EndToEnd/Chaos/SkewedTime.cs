namespace Hotline.Tests.EndToEnd.Chaos;

/// <summary>A clock that goes wrong: Twilio's, beside ours.</summary>
internal sealed class SkewedTime : TimeProvider
{
    private long ticks;

    /// <summary>How far it is off.</summary>
    public TimeSpan Skew
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref ticks));
        set => Volatile.Write(ref ticks, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Skew;
}
