using Microsoft.Azure.Functions.Worker;

namespace Hotline.Intake.Receipts;

/// <summary>Every hour, deletes the receipts of closed tips that nobody used for 90 days, and what was said to them.</summary>
public sealed class ForgetReceipts(ReceiptExpiry expired)
{
    /// <summary>Runs once.</summary>
    [Function(nameof(ForgetReceipts))]
    public Task RunAsync([TimerTrigger("0 27 * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken stop) =>
        expired.ForgetAsync(stop);
}
