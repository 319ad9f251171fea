using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Handler;
using Amqp.Listener;
using Hotline.Local.Loopback;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.ServiceBus;

/// <summary>
/// A development stand-in for Azure Service Bus: queues over AMQP 1.0 for the unmodified clients, durable, on loopback. It knows what the
/// hotline uses and nothing else. Production uses Service Bus.
/// </summary>
internal sealed partial class ServiceBusBroker : IAsyncDisposable, ILinkProcessor
{
    private const uint MaxBytes = 1024 * 1024;
    private readonly Dictionary<string, BrokerQueue> queues = new(StringComparer.OrdinalIgnoreCase);
    private readonly ReplyLinks replies = new();
    private readonly MessageStore store;
    private readonly ContainerHost host;
    private readonly CancellationTokenSource stopping = new();
    private readonly ILogger log;
    private readonly Task ticking;

    private ServiceBusBroker(BrokerOptions options, int port, ILoggerFactory logs, TimeProvider time)
    {
        log = logs.CreateLogger("broker");
        Port = port;
        store = MessageStore.Open(options.DataFile);
        foreach (var queue in options.Queues)
        {
            var dead = new BrokerQueue(queue with { Name = $"{queue.Name}/$DeadLetterQueue" }, null, store, time);
            queues[dead.Options.Name] = dead;
            queues[queue.Name] = new BrokerQueue(queue, dead, store, time);
        }

        host = new ContainerHost([new Address($"amqp://127.0.0.1:{port}")]);
        var listener = host.Listeners[0];
        listener.SASL.EnableMechanism("MSSBCBS", new OpenDoorProfile("MSSBCBS"));
        listener.SASL.EnableMechanism("ANONYMOUS", new OpenDoorProfile("ANONYMOUS"));
        listener.AMQP.MaxFrameSize = 65536;
        listener.AMQP.MaxSessionsPerConnection = 5000;
        listener.HandlerFactory = _ => new Protocol();
        host.RegisterLinkProcessor(this);
        host.Open();
        ticking = TickAsync(time);
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>What the clients take; any key is good.</summary>
    public string ConnectionString =>
        $"Endpoint=sb://localhost:{Port};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=local;UseDevelopmentEmulator=true";

    /// <summary>Starts it on its file.</summary>
    /// <exception cref="InvalidOperationException">The port is taken; the message says what to do.</exception>
    public static Task<ServiceBusBroker> StartAsync(BrokerOptions options, ILoggerFactory logs, TimeProvider time)
    {
        try
        {
            return Task.FromResult(new ServiceBusBroker(options, options.Port > 0 ? options.Port : LoopbackWeb.FreePort(), logs, time));
        }
        catch (SocketException e)
        {
            throw new InvalidOperationException(
                $"Port {options.Port} is taken: stop what uses it, or give the Service Bus stand-in another port.", e);
        }
    }

    /// <summary>Whether no queue has a message, locked, scheduled and deferred ones among them.</summary>
    public bool IsEmpty => queues.Values.All(queue => queue.IsEmpty);

    /// <summary>Forgets every message that nobody holds a lock on.</summary>
    public Task ClearAsync() => Task.WhenAll(queues.Values.Select(queue => queue.ClearAsync()));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested)
            return; // A test that stopped it before is not to fail by that.
        await stopping.CancelAsync();
        host.Close();
        await ticking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await store.DisposeAsync();
        stopping.Dispose();
    }

    /// <summary>Joins a client's link to a queue, to <c>$cbs</c> or to a queue's <c>$management</c>.</summary>
    void ILinkProcessor.Process(AttachContext attachContext)
    {
        var attach = attachContext.Attach;
        attach.MaxMessageSize = MaxBytes;
        var receives = attach.Role;
        var address = ((receives ? (attach.Source as Source)?.Address : (attach.Target as Target)?.Address) ?? "").TrimStart('/');
        if (string.Equals(address, "$cbs", StringComparison.OrdinalIgnoreCase))
            Join(attachContext, receives, Claims.AnswerAsync);
        else if (address.EndsWith("/$management", StringComparison.OrdinalIgnoreCase)
            && queues.TryGetValue(address[..^"/$management".Length], out var managed))
            Join(attachContext, receives, new Management(managed).AnswerAsync);
        else if (!queues.TryGetValue(address, out var queue))
            attachContext.Complete(new Error(ErrorCode.NotFound) { Description = "No such queue." });
        else if (receives)
            attachContext.Complete(new ReceivingLink(queue, attachContext.Link), 0);
        else
            attachContext.Complete(new SendingLink(queue), 500);
    }

    private void Join(AttachContext context, bool receives, Func<Message, Task<Message>> answer)
    {
        if (receives)
            replies.Add(context.Link, context.Attach);
        context.Complete(receives ? new ReplyLink(replies) : new RequestLink(replies, answer), receives ? 0 : 500);
    }

    private async Task TickAsync(TimeProvider time)
    {
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(100), time);
        while (await clock.WaitForNextTickAsync(stopping.Token))
        {
            try
            {
                foreach (var queue in queues.Values)
                    await queue.TickAsync();
            }
            catch (Microsoft.Data.Sqlite.SqliteException e)
            {
                LogNotStored(e.Message);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The broker could not store a change: {Reason}")]
    private partial void LogNotStored(string reason);

    private sealed class Protocol : IHandler
    {
        private const uint Ahead = 1_000_000;

        public bool CanHandle(Amqp.Handler.EventId id) => id is Amqp.Handler.EventId.SendDelivery or Amqp.Handler.EventId.SessionLocalOpen;

        public void Handle(Event protocolEvent)
        {
            // The delivery tag is the lock token: the clients settle and renew by it.
            if (protocolEvent.Context is IDelivery { Message: HandedMessage message } delivery)
                delivery.Tag = message.Token.ToByteArray();

            // The library counts a transfer after it has written it. A client whose window has no end (4,294,967,295, as .NET's) may have
            // counted it sooner; the window then comes out as 2^32, which is 0, and the session never sends again. So its count starts ahead.
            if (protocolEvent.Context is Begin begin)
                begin.NextOutgoingId += Ahead;
        }
    }
}
