using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Hotline.Local.Line;

namespace Hotline.Tests.EndToEnd.Chaos;

/// <summary>Where a line's messages are at a moment: in outboxes, put off on their queue, given out before, or not yet looked at.</summary>
internal static class Waiting
{
    /// <summary>Says it in a line; what is in none of these Twilio has, and the next reconciliation brings.</summary>
    public static async Task<string> OfAsync(ChaosWorld world, CancellationToken stop)
    {
        var found = new List<string>();
        foreach (var (room, table) in new[] { ("intake", world.IntakeTable), ("review", world.ReviewTable) })
            await foreach (var queue in table.QueryAsync<TableEntity>(
                "RowKey ge 'outbox|' and RowKey lt 'outbox}'", select: ["RowKey"], cancellationToken: stop)
                .CountBy(row => row.RowKey.Split('|')[1]))
                found.Add($"{queue.Value} in {room}'s outbox to {queue.Key}");
        await using var bus = new ServiceBusClient(world.Broker.Said);
        foreach (var queue in LocalHotline.Queues)
        {
            await using var receiver = bus.CreateReceiver(queue.Name);
            foreach (var (state, count) in (await receiver.PeekMessagesAsync(1000, cancellationToken: stop)).CountBy(StateOf))
                found.Add($"{count} on {queue.Name}, {state}");
        }

        return found.Count == 0 ? "Twilio, which the next reconciliation asks" : string.Join("; ", found);
    }

    private static string StateOf(ServiceBusReceivedMessage message) =>
        message.ScheduledEnqueueTime > DateTimeOffset.UtcNow ? "put off"
        : message.DeliveryCount > 0 ? "given out before: a worker died, or its lock holds"
        : "in work, or under the lock of a host that died";
}
