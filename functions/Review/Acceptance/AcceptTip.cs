using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Acceptance;

/// <summary>Takes the parts of tips as they come.</summary>
public sealed class AcceptTip(QueueRun run, PartAcceptance acceptance)
{
    /// <summary>Takes one part from the queue <c>tips</c>.</summary>
    [Function(nameof(AcceptTip))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.Tips, Connection = Queues.Connection)] string body,
        string? messageId, string? applicationProperties, CancellationToken stop) =>
        run.TakeAsync(
            QueueMessage.Of(Queues.Tips, body, messageId, applicationProperties), PartAcceptance.Read, acceptance.AcceptAsync, stop);
}
