namespace Hotline.Tests.Drivers;

/// <summary>Windows of time in which the product counts: they begin at whole multiples of their length.</summary>
internal static class CountingWindow
{
    /// <summary>Waits for the next window where this one may end amid the test.</summary>
    /// <param name="window">Its length.</param>
    /// <param name="needed">What the test takes at the most.</param>
    public static Task WaitForRoomAsync(TimeSpan window, TimeSpan needed, CancellationToken stop) =>
        Eventually.TrueAsync(() => window - TimeSpan.FromTicks(DateTime.UtcNow.Ticks % window.Ticks) > needed, stop);
}
