using Hotline.Platform.Scheduling;
using Hotline.Platform.Storage;
using Microsoft.Extensions.Logging;

namespace Hotline.Intake.Reconciliation;

/// <summary>Once a night, compares the last two days with Twilio's lists as a whole, and takes what is not here.</summary>
public sealed partial class CompareTwoDays(ReconciliationRun run, ILogger<CompareTwoDays> log) : IScheduledTask
{
    /// <inheritdoc/>
    public Schedule Schedule { get; } = new(TimeSpan.FromDays(1), At: new TimeSpan(3, 40, 0));

    /// <summary>Runs once. What fails and may pass is left to the next night, which compares the same day again.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await run.CompareAsync(stop);
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            LogPutOff(e.GetType().Name);
        }
    }

    [LoggerMessage(429, LogLevel.Warning, "The nightly comparison with Twilio is put off to the next night: {Failure}")]
    private partial void LogPutOff(string failure);
}
