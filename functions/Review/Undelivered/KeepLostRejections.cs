using Hotline.Delivery;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Undelivered;

/// <summary>The dead letters of <c>rejected</c> itself: there is no further queue, so they become rows when storage is back.</summary>
public sealed class KeepLostRejections(UndeliveredDesk desk)
{
    /// <summary>Takes one dead letter.</summary>
    [Function(nameof(KeepLostRejections))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.Rejected + Queues.DeadLetters, Connection = Queues.Connection)] string body,
        string? messageId, string? applicationProperties, CancellationToken stop) =>
        desk.KeepAsync(QueueMessage.Of(Queues.Rejected, body, messageId, applicationProperties), stop);
}
