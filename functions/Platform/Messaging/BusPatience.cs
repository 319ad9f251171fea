using System.Diagnostics;

namespace Hotline.Platform.Messaging;

/// <summary>
/// How long one invocation may wait for the bus, over all that it stores. It has a clock of its own: a caller who hangs up ends no send.
/// What the bus does not have in time, the sweep sends.
/// </summary>
public sealed class BusPatience
{
    /// <summary>Less than this says nothing of a queue.</summary>
    public static readonly TimeSpan Telling = TimeSpan.FromSeconds(0.9);

    /// <summary>Where a browser, Twilio or a queue waits.</summary>
    public static readonly TimeSpan Otherwise = TimeSpan.FromSeconds(4);

    private static readonly AsyncLocal<BusPatience?> Current = new();

    private TimeSpan left;

    private BusPatience(TimeSpan limit) => left = limit;

    /// <summary>Where a caller or texter waits: 1 s by default.</summary>
    /// <param name="timeout">How long a request to storage may take, 1.5 s by default.</param>
    public static TimeSpan OnThePhone(TimeSpan timeout) => timeout * 2 / 3;

    /// <summary>From here on, all that this invocation sends has this long.</summary>
    public static void Begin(TimeSpan limit) => Current.Value = new BusPatience(limit);

    /// <summary>Sends, with what is left of the invocation's patience, or by itself where nothing bounds it.</summary>
    public static async Task SpendAsync(Func<CancellationToken, Task> send)
    {
        var patience = Current.Value ?? new BusPatience(Otherwise);
        var begun = Stopwatch.GetTimestamp();
        using var within = new CancellationTokenSource(patience.left);
        try
        {
            await send(within.Token);
        }
        finally
        {
            patience.left -= Stopwatch.GetElapsedTime(begun);
            if (patience.left < TimeSpan.Zero)
                patience.left = TimeSpan.Zero;
        }
    }
}
