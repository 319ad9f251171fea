using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Undelivered;

/// <summary>Moves what the queue <c>review</c> gave up on to <c>rejected</c>, where people look.</summary>
public sealed class MoveReviewDeadLetters(DeadLetters deadLetters)
{
    /// <summary>Takes one dead letter of the queue <c>review</c>.</summary>
    [Function(nameof(MoveReviewDeadLetters))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.Review + Queues.DeadLetters, Connection = Queues.Connection)] string body,
        string? messageId, string? applicationProperties, CancellationToken stop) =>
        deadLetters.MoveAsync(QueueMessage.Of(Queues.Review, body, messageId, applicationProperties), stop);
}
