using Hotline.Contracts;
using Hotline.Intake.CleanUp;
using Hotline.Intake.Drop;
using Hotline.Intake.Evidence;
using Hotline.Intake.Texts;
using Hotline.Intake.Transcripts;
using Hotline.Platform.Messaging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Jobs;

/// <summary>Does what Intake left for later.</summary>
public sealed class DoIntakeWork(
    QueueRun run, ImportEvidence import, FindMedia media, TranscribeRecording transcribe, CleanUpAtTwilio cleanUp,
    IOptions<RetryOptions> retry)
{
    /// <summary>Takes one order from the queue <c>intake</c>.</summary>
    [Function(nameof(DoIntakeWork))]
    public async Task RunAsync(
        [ServiceBusTrigger(Queues.Intake, Connection = Queues.Connection)] string body,
        string? messageId, string? applicationProperties, CancellationToken stop)
    {
        var message = QueueMessage.Of(Queues.Intake, body, messageId, applicationProperties);
        if (await run.ReadAsync(message, WorkOrder.Read, stop) is not { } order)
            return;

        await (order.Work switch
        {
            Work.Import => run.RunAsync(
                message, token => import.RunAsync(order, token), stop, giveUp: token => import.GiveUpAsync(order, token)),
            Work.FindMedia => run.RunAsync(
                message, token => media.RunAsync(order, token), stop, giveUp: token => media.GiveUpAsync(order, token)),
            Work.Transcribe => run.RunAsync(
                message, token => transcribe.RunAsync(order, token), stop,
                retry.Value.TranscriptAfter, token => transcribe.GiveUpAsync(order, token)),
            // What it waits for takes a day before an outage counts.
            _ => run.RunAsync(
                message, token => cleanUp.RunAsync(order, token), stop,
                retry.Value.GiveUpAfter + TimeSpan.FromTicks(Math.Max(retry.Value.TranscriptAfter.Ticks, retry.Value.DeliveryAfter.Ticks))),
        });
    }
}
