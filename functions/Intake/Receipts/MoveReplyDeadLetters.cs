using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Intake.Receipts;

/// <summary>Moves what the queue <c>replies</c> gave up on to <c>rejected</c>, where people look.</summary>
public sealed class MoveReplyDeadLetters(DeadLetters deadLetters)
{
    /// <summary>Takes one dead letter of the queue <c>replies</c>.</summary>
    [Function(nameof(MoveReplyDeadLetters))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.Replies + Queues.DeadLetters, Connection = Queues.Connection)] string body,
        string? messageId, string? applicationProperties, CancellationToken stop) =>
        deadLetters.MoveAsync(QueueMessage.Of(Queues.Replies, body, messageId, applicationProperties), stop);
}
