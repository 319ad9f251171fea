using Hotline.Delivery;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Undelivered;

/// <summary>Turns the queue <c>rejected</c> into rows that people see.</summary>
public sealed class KeepUndelivered(QueueRun run, UndeliveredDesk desk)
{
    /// <summary>Takes one message; storage that is down puts it off.</summary>
    [Function(nameof(KeepUndelivered))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.Rejected, Connection = Queues.Connection)] string body,
        string? messageId, string? applicationProperties, CancellationToken stop)
    {
        var message = QueueMessage.Of(Queues.Rejected, body, messageId, applicationProperties);
        return run.RunAsync(message, token => desk.KeepAsync(message, token), stop);
    }
}
