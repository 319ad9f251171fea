using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Hotline.Review.Undelivered;

/// <summary>Turns the queue <c>rejected</c> into rows that people see.</summary>
public sealed partial class KeepUndelivered(QueueRun run, UndeliveredDesk desk, ILogger<KeepUndelivered> log)
{
    /// <summary>Takes one message; storage that is down puts it off.</summary>
    [Function(nameof(KeepUndelivered))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.Rejected, Connection = Queues.Connection)] string body,
        string? messageId, string? applicationProperties, CancellationToken stop)
    {
        var message = QueueMessage.Of(Queues.Rejected, body, messageId, applicationProperties);
        return run.RunAsync(message, async token =>
        {
            if (await desk.KeepAsync(message, token))
                LogWaiting();
        }, stop);
    }

    [LoggerMessage(604, LogLevel.Error, "A message could not be delivered and waits on the page Undelivered.")]
    private partial void LogWaiting();
}
