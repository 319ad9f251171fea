using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Hotline.Review.Undelivered;

/// <summary>The dead letters of <c>rejected</c> itself: there is no further queue, so they become rows when storage is back.</summary>
public sealed partial class KeepLostRejections(UndeliveredDesk desk, ILogger<KeepLostRejections> log)
{
    /// <summary>Takes one dead letter.</summary>
    [Function(nameof(KeepLostRejections))]
    public async Task RunAsync(
        [ServiceBusTrigger(Queues.Rejected + Queues.DeadLetters, Connection = Queues.Connection)] string body,
        string? messageId, string? applicationProperties, CancellationToken stop)
    {
        if (await desk.KeepAsync(QueueMessage.Of(Queues.Rejected, body, messageId, applicationProperties), stop))
            LogWaiting();
    }

    [LoggerMessage(605, LogLevel.Error, "A message could not be delivered and waits on the page Undelivered: its queue had given it up.")]
    private partial void LogWaiting();
}
