using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;

namespace Hotline.Delivery;

/// <summary>A message for the bus, kept as a row of the transaction that it announces until the bus has it.</summary>
/// <param name="Queue">The queue's name.</param>
/// <param name="Id">The message's id; receivers are idempotent by it.</param>
/// <param name="Body">The message's text; content in it is sealed.</param>
/// <param name="ContentType">The body's media type.</param>
/// <param name="At">When it was announced.</param>
/// <param name="NotBefore">When it is to be taken at the earliest, where it can wait; null for at once.</param>
public sealed record OutboxMessage(
    string Queue, string Id, string Body, string ContentType, DateTimeOffset At, DateTimeOffset? NotBefore = null)
{
    /// <summary>
    /// The span of the transaction that announces it, from which its trace goes on whenever it is sent; null where nobody listens.
    /// </summary>
    public string? TraceParent { get; init; }

    /// <summary>The columns of its row.</summary>
    public TableEntity ToColumns() => new()
    {
        { nameof(Queue), Queue },
        { nameof(Id), Id },
        { nameof(Body), Body },
        { nameof(ContentType), ContentType },
        { nameof(At), At },
        { nameof(NotBefore), NotBefore },
        { nameof(TraceParent), TraceParent },
    };

    /// <summary>The message as the bus takes it.</summary>
    public ServiceBusMessage ToBus()
    {
        var message = new ServiceBusMessage(Body) { MessageId = Id, ContentType = ContentType };
        if (NotBefore is { } at)
            message.ScheduledEnqueueTime = at;
        return message;
    }

    /// <summary>Reads its row.</summary>
    public static OutboxMessage From(TableEntity row) => new(
        row.GetString(nameof(Queue)), row.GetString(nameof(Id)), row.GetString(nameof(Body)), row.GetString(nameof(ContentType)),
        row.GetDateTimeOffset(nameof(At))!.Value,
        row.GetDateTimeOffset(nameof(NotBefore))) { TraceParent = row.GetString(nameof(TraceParent)) };
}
