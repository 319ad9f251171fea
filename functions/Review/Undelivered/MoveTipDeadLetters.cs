using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Undelivered;

/// <summary>Moves what the queue <c>tips</c> gave up on to <c>rejected</c>, where people look.</summary>
public sealed class MoveTipDeadLetters(DeadLetters deadLetters)
{
    /// <summary>Takes one dead letter of the queue <c>tips</c>.</summary>
    [Function(nameof(MoveTipDeadLetters))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.Tips + Queues.DeadLetters, Connection = Queues.Connection)] string body,
        string? messageId, string? applicationProperties, CancellationToken stop) =>
        deadLetters.MoveAsync(QueueMessage.Of(Queues.Tips, body, messageId, applicationProperties), stop);
}
