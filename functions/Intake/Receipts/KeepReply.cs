using Hotline.Delivery;
using Hotline.Tips;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Intake.Receipts;

/// <summary>Keeps what Review says to whoever holds a receipt.</summary>
public sealed class KeepReply(QueueRun run, KeptReplies replies)
{
    /// <summary>Takes one message from the queue <c>replies</c>.</summary>
    [Function(nameof(KeepReply))]
    public async Task RunAsync(
        [ServiceBusTrigger(Queues.Replies, Connection = Queues.Connection)] string body,
        string messageId, string? applicationProperties, CancellationToken stop)
    {
        var message = QueueMessage.Of(Queues.Replies, body, messageId, applicationProperties);
        Reply reply;
        try
        {
            reply = Reply.Read(body);
        }
        catch (FormatException e)
        {
            await run.RejectAsync(message, e.Message, stop);
            return;
        }

        await run.RunAsync(message, token => replies.KeepAsync(reply, token), stop);
    }
}
