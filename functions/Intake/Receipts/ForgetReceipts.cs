using Hotline.Platform.Scheduling;

namespace Hotline.Intake.Receipts;

/// <summary>Every hour, deletes the receipts of closed tips that nobody used for 90 days, and what was said to them.</summary>
public sealed class ForgetReceipts(ReceiptExpiry expired) : IScheduledTask
{
    /// <inheritdoc/>
    public Schedule Schedule { get; } = new(TimeSpan.FromHours(1), At: TimeSpan.FromMinutes(27));

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken stop) => expired.ForgetAsync(stop);
}
