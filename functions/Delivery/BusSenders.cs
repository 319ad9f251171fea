using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;

namespace Hotline.Delivery;

/// <summary>One sender a queue, made at its first message.</summary>
public sealed class BusSenders(ServiceBusClient bus)
{
    private readonly ConcurrentDictionary<string, ServiceBusSender> senders = new();

    /// <summary>Puts a message on a queue; it is there when this returns.</summary>
    /// <exception cref="ServiceBusException">The bus refused it or can't be reached.</exception>
    public Task SendAsync(string queue, ServiceBusMessage message, CancellationToken stop) => To(queue).SendMessageAsync(message, stop);

    /// <summary>Puts a message on a queue, to be seen there from a moment on.</summary>
    /// <exception cref="ServiceBusException">The bus refused it or can't be reached.</exception>
    public Task ScheduleAsync(string queue, ServiceBusMessage message, DateTimeOffset at, CancellationToken stop) =>
        To(queue).ScheduleMessageAsync(message, at, stop);

    private ServiceBusSender To(string queue) => senders.GetOrAdd(queue, bus.CreateSender);
}
