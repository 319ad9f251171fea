using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace Hotline.Local.ServiceBus;

/// <summary>A client that sends to a queue: a message is accepted when it is stored.</summary>
internal sealed class SendingLink(BrokerQueue queue) : LinkEndpoint
{
    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
    }

    public override void OnMessage(MessageContext messageContext) => _ = TakeAsync(messageContext);

    private async Task TakeAsync(MessageContext context)
    {
        try
        {
            var sent = AmqpMessages.Unpack(context.Message).Select(AmqpMessages.ToKeep).ToList();
            if (sent.Any(m => m.Encoded.Length > AmqpMessages.MaxBytes))
            {
                context.Complete(
                    new Error(ErrorCode.MessageSizeExceeded) { Description = $"A message may have {AmqpMessages.MaxBytes} bytes." });
                return;
            }

            await queue.EnqueueAsync(sent);
            context.Complete();
        }
        catch (Exception e) when (e is Microsoft.Data.Sqlite.SqliteException or ObjectDisposedException)
        {
            context.Complete(new Error("com.microsoft:server-busy") { Description = "The broker could not store the message." });
        }
        catch (AmqpException)
        {
            // The client has gone without waiting for the answer; it will send again.
        }
    }
}
