using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace Hotline.Local.ServiceBus;

/// <summary>
/// Where the answers to a connection's requests go: by the address that .NET names, or by the link's name, as JavaScript does.
/// </summary>
internal sealed class ReplyLinks
{
    private readonly ConcurrentDictionary<(Connection Connection, string Name), ListenerLink> links = new();

    /// <summary>Remembers a link that takes answers.</summary>
    public void Add(ListenerLink link, Attach attach)
    {
        foreach (var name in new[] { (attach.Target as Target)?.Address, attach.LinkName })
            if (name is not null)
                links[(link.Session.Connection, name)] = link;
    }

    /// <summary>Forgets it.</summary>
    public void Remove(ListenerLink link)
    {
        foreach (var entry in links.Where(entry => entry.Value == link))
            links.TryRemove(entry);
    }

    /// <summary>The link for the answers to this request.</summary>
    public ListenerLink? Find(Connection connection, string? replyTo) =>
        replyTo is not null && links.TryGetValue((connection, replyTo), out var link) ? link : null;
}

/// <summary>The half of a request pair on which answers go out.</summary>
internal sealed class ReplyLink(ReplyLinks replies) : LinkEndpoint
{
    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext) =>
        dispositionContext.Link.DisposeMessage(dispositionContext.Message, new Accepted(), settled: true);

    public override void OnLinkClosed(ListenerLink link, Error error) => replies.Remove(link);
}

/// <summary>The half of a request pair on which requests come in.</summary>
internal sealed class RequestLink(ReplyLinks replies, Func<Message, Task<Message>> answer) : LinkEndpoint
{
    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
    }

    public override void OnMessage(MessageContext messageContext)
    {
        messageContext.Complete();
        _ = AnswerAsync(messageContext.Link, messageContext.Message);
    }

    private async Task AnswerAsync(ListenerLink link, Message request)
    {
        var reply = await answer(request);
        reply.Properties = new Properties();
        reply.Properties.SetCorrelationId(request.Properties.GetMessageId());
        try
        {
            replies.Find(link.Session.Connection, request.Properties.ReplyTo)?.SendMessage(reply);
        }
        catch (AmqpException)
        {
            // The client has gone without waiting for the answer.
        }
    }
}

/// <summary>Accepts every token: a claim is put, and nothing hangs on it.</summary>
internal static class Claims
{
    /// <summary>Answers a request to <c>$cbs</c>.</summary>
    public static Task<Message> AnswerAsync(Message request) => Task.FromResult(new Message
    {
        ApplicationProperties = new ApplicationProperties { ["status-code"] = 202, ["status-description"] = "Accepted" },
        BodySection = new AmqpValue { Value = null },
    });
}
