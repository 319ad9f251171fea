using System.Collections.Concurrent;
using System.Diagnostics;
using Azure.Messaging.ServiceBus;

namespace Hotline.Platform.Messaging;

/// <summary>One sender a queue, made at its first message.</summary>
public sealed class BusSenders(ServiceBusClient bus, TimeProvider? time = null)
{
    private readonly ConcurrentDictionary<string, ServiceBusSender> senders = new();

    /// <summary>Opens the link to a queue.</summary>
    /// <exception cref="ServiceBusException">The bus can't be reached.</exception>
    public async Task OpenAsync(string queue, CancellationToken stop) => (await To(queue).CreateMessageBatchAsync(stop)).Dispose();

    /// <summary>Puts a message on a queue; it is there when this returns.</summary>
    /// <exception cref="ServiceBusException">The bus refused it or can't be reached.</exception>
    public Task SendAsync(string queue, ServiceBusMessage message, CancellationToken stop) =>
        To(queue).SendMessageAsync(Stamped(message, message.ScheduledEnqueueTime), stop);

    /// <summary>Puts messages on a queue, in one batch where they fit into one; they are there when this returns.</summary>
    /// <exception cref="ServiceBusException">The bus refused them or can't be reached; some may be there.</exception>
    public async Task SendAsync(string queue, IReadOnlyList<ServiceBusMessage> messages, CancellationToken stop)
    {
        if (messages is [var only])
        {
            await SendAsync(queue, only, stop);
            return;
        }

        for (var sent = 0; sent < messages.Count;)
        {
            using var batch = await To(queue).CreateMessageBatchAsync(stop);
            while (sent < messages.Count && batch.TryAddMessage(Stamped(messages[sent], messages[sent].ScheduledEnqueueTime)))
                sent++;
            if (batch.Count > 0)
                await To(queue).SendMessagesAsync(batch, stop);
            else
                await SendAsync(queue, messages[sent++], stop); // Over a batch's room by itself: the bus says so.
        }
    }

    /// <summary>Puts a message on a queue, to be seen there from a moment on.</summary>
    /// <exception cref="ServiceBusException">The bus refused it or can't be reached.</exception>
    public Task ScheduleAsync(string queue, ServiceBusMessage message, DateTimeOffset at, CancellationToken stop)
    {
        // As a property of the message, not by ScheduleMessageAsync: that goes over a link of its own, and its number is of no use here.
        message.ScheduledEnqueueTime = at;
        return SendAsync(queue, message, stop);
    }

    // By both names that the bus's clients and the Functions host look for:
    // https://learn.microsoft.com/azure/service-bus-messaging/service-bus-end-to-end-tracing
    private ServiceBusMessage Stamped(ServiceBusMessage message, DateTimeOffset at)
    {
        var now = (time ?? TimeProvider.System).GetUtcNow();
        message.ApplicationProperties[QueueMessage.SentName] = (at > now ? at : now).ToString("O");
        if (Activity.Current is { } span)
            message.ApplicationProperties[QueueMessage.TraceName] = message.ApplicationProperties["Diagnostic-Id"] = span.Id;
        return message;
    }

    private ServiceBusSender To(string queue) => senders.GetOrAdd(queue, bus.CreateSender);
}
