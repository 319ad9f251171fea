using Hotline.Platform.Scheduling;
using Hotline.Platform.Storage;
using Microsoft.Extensions.Logging;

namespace Hotline.Intake.Reconciliation;

/// <summary>Every five minutes, brings what Twilio has accepted and no webhook has brought here.</summary>
public sealed partial class ReconcileTwilio(ReconciliationRun run, ILogger<ReconcileTwilio> log) : IScheduledTask
{
    /// <inheritdoc/>
    public Schedule Schedule { get; } = new(TimeSpan.FromMinutes(5), At: TimeSpan.FromMinutes(1));

    /// <summary>Runs once. What fails and may pass is left to the next run, which goes on where this one was.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await run.RunAsync(stop);
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            LogPutOff(e.GetType().Name);
        }
    }

    [LoggerMessage(421, LogLevel.Warning, "Reconciliation with Twilio is put off to its next run: {Failure}")]
    private partial void LogPutOff(string failure);
}
