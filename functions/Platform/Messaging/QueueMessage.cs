using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Hotline.Contracts;

namespace Hotline.Platform.Messaging;

/// <summary>A message as a queue function was given it.</summary>
/// <param name="Queue">Where it came from.</param>
/// <param name="Id">Its id.</param>
/// <param name="Body">Its text.</param>
/// <param name="Properties">Its application properties.</param>
public sealed record QueueMessage(string Queue, string Id, string Body, IReadOnlyDictionary<string, string> Properties)
{
    /// <summary>The property that holds the span from which the message comes.</summary>
    public const string TraceName = "traceparent";

    /// <summary>The property that holds the mark of the room that rejected it (<see cref="IMessageMac"/>).</summary>
    public const string MacName = "mac";

    private const string AttemptName = "attempt";
    private const string FirstName = "first";

    /// <summary>The property that holds when the message was sent, or was to be seen on its queue.</summary>
    public const string SentName = "sent";

    /// <summary>How often it was put off.</summary>
    public int Attempt => Properties.TryGetValue(AttemptName, out var text) && int.TryParse(text, out var attempt) ? attempt : 0;

    /// <summary>When it was first put off; null when this is its first try.</summary>
    public DateTimeOffset? First => Moment(FirstName);

    /// <summary>Since when it has been on its queue, to be seen; null from a sender that does not say so.</summary>
    public DateTimeOffset? Sent => Moment(SentName);

    /// <summary>The span from which it comes; null where nobody listened.</summary>
    public string? TraceParent => Properties.GetValueOrDefault(TraceName);

    /// <summary>
    /// Reads what the trigger binds: the properties come as JSON. A message needs no id on the bus; one without is named by its body, so
    /// that it has the same name at each delivery.
    /// </summary>
    public static QueueMessage Of(string queue, string body, string? id, string? properties)
    {
        if (string.IsNullOrEmpty(id))
            id = $"unnamed-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)).AsSpan(..16))}";
        using var json = JsonDocument.Parse(string.IsNullOrWhiteSpace(properties) ? "{}" : properties);
        return new QueueMessage(queue, id, body, json.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString()));
    }

    /// <summary>The same message once more, one attempt on.</summary>
    public ServiceBusMessage Again(DateTimeOffset now)
    {
        var again = new ServiceBusMessage(Body) { MessageId = Id };
        foreach (var (name, value) in Properties)
            again.ApplicationProperties[name] = value;
        again.ApplicationProperties[AttemptName] = Attempt + 1;
        again.ApplicationProperties[FirstName] = (First ?? now).ToString("O");
        return again;
    }

    private DateTimeOffset? Moment(string name) =>
        Properties.TryGetValue(name, out var text)
        && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var at) ? at : null;

    /// <summary>
    /// The message as the queue <c>rejected</c> takes it: what it was, where it came from and why it is there. One that was on that queue
    /// already stays what it is, or nobody could send it back to where it came from.
    /// </summary>
    public ServiceBusMessage Rejected(string reason, DateTimeOffset now, IMessageMac? mac)
    {
        var rejected = new ServiceBusMessage(Body) { MessageId = Id };
        if (Queue == Queues.Rejected)
        {
            foreach (var (name, value) in Properties)
                rejected.ApplicationProperties[name] = value;
            return rejected;
        }

        foreach (var (name, value) in new (string, object)[]
        {
            ("source", Queue), ("reason", reason), ("rejected", now.ToString("O")), (AttemptName, Attempt),
        })
            rejected.ApplicationProperties[name] = value;
        if (mac is not null)
            rejected.ApplicationProperties[MacName] = mac.Of(Queue, Id, Body);
        return rejected;
    }
}
