using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace Hotline.Local.ServiceBus;

/// <summary>A client that receives from a queue: hands messages over as far as its credit goes, and settles as it says.</summary>
internal sealed class ReceivingLink(BrokerQueue queue, ListenerLink link) : LinkEndpoint, IReceiver
{
    private readonly Lock guard = new();

    // The library's own count goes to 0 on a flow that does not raise the limit, so the client's credit is counted here; "library" mirrors
    // its count.
    private int credit;
    private int library;

    /// <inheritdoc/>
    public bool Settles => link.SettleOnSend;

    /// <inheritdoc/>
    public bool TryHand(BrokerQueue from, LockedMessage message)
    {
        lock (guard)
        {
            if (credit <= 0 || link.IsClosed)
                return false;
            credit--;
            library--;
        }

        try
        {
            link.SendMessage(AmqpMessages.ToHand(message.Message, message.Token, Settles ? null : message.Until));
            return true;
        }
        catch (AmqpException)
        {
            // The link has just closed: the message stays in the queue.
            return false;
        }
    }

    public override void OnFlow(FlowContext flowContext)
    {
        lock (guard)
        {
            credit = library + flowContext.Messages;
            library = flowContext.Messages <= 0 ? 0 : credit;
        }

        queue.Want(this);
        if (link.IsDraining)
            Drain();
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
        if (!link.IsClosed && dispositionContext.Message is HandedMessage message)
            _ = SettleAsync(message, dispositionContext.DeliveryState);
    }

    public override void OnLinkClosed(ListenerLink closed, Error error) => queue.Leave(this);

    // The client wants its credit used up: what is left of it is given back by a flow that says drain, credit 0 and the count moved on.
    private void Drain()
    {
        lock (guard)
        {
            if (library != credit)
                link.SetCredit(credit, drain: false, autoRestore: false);
            link.CompleteDrain();
            link.SetCredit(0, drain: true, autoRestore: false);
            credit = library = 0;
        }
    }

    private async Task SettleAsync(HandedMessage message, DeliveryState state)
    {
        var kept = state switch
        {
            Accepted => await queue.CompleteAsync(message.Token),
            Released => await queue.ReleaseAsync(message.Token),
            Modified { UndeliverableHere: true } deferred =>
                await queue.DeferAsync(message.Token, encoded => AmqpMessages.WithProperties(encoded, deferred.MessageAnnotations)),
            Modified abandoned =>
                await queue.AbandonAsync(message.Token, encoded => AmqpMessages.WithProperties(encoded, abandoned.MessageAnnotations)),
            Rejected rejected => await queue.DeadLetterAsync(message.Token, encoded => DeadLetter(encoded, rejected.Error)),
            _ => await queue.AbandonAsync(message.Token, encoded => encoded),
        };
        try
        {
            // A rejection is answered "accepted": .NET takes the echo of its own error for a failure.
            link.DisposeMessage(
                message,
                kept ? new Accepted()
                    : new Rejected { Error = new Error("com.microsoft:message-lock-lost") { Description = "The lock is lost." } },
                settled: true);
        }
        catch (AmqpException)
        {
            // The client has gone; what it said is done.
        }
    }

    private byte[] DeadLetter(byte[] encoded, Error? error)
    {
        var info = error?.Info?.ToDictionary(p => p.Key.ToString()!, p => p.Value) ?? [];
        var reason = info.GetValueOrDefault("DeadLetterReason") as string ?? "Rejected";
        var description = info.GetValueOrDefault("DeadLetterErrorDescription") as string ?? error?.Description;
        var others = info.Where(p => p.Key is not ("DeadLetterReason" or "DeadLetterErrorDescription"))
            .Select(p => KeyValuePair.Create<object, object>(p.Key, p.Value));
        return AmqpMessages.WithReason(AmqpMessages.WithProperties(encoded, others), queue.Options.Name, reason, description);
    }
}
