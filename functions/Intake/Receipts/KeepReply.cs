using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Intake.Receipts;

/// <summary>Keeps what Review says to whoever holds a receipt.</summary>
public sealed class KeepReply(QueueRun run, ReplyStore replies)
{
    /// <summary>Takes one message from the queue <c>replies</c>.</summary>
    [Function(nameof(KeepReply))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.Replies, Connection = Queues.Connection)] string body,
        string? messageId, string? applicationProperties, CancellationToken stop) =>
        run.TakeAsync(QueueMessage.Of(Queues.Replies, body, messageId, applicationProperties), Reply.Read, replies.KeepAsync, stop);
}
