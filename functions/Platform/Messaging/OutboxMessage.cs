using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Hotline.Platform.Storage;

namespace Hotline.Platform.Messaging;

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
    private const int MaxOnBus = 128;

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

    /// <summary>
    /// The message as the bus takes it. Its id has 128 characters at most there
    /// (https://learn.microsoft.com/azure/service-bus-messaging/service-bus-quotas): of a longer one it is the hash, the same every time.
    /// </summary>
    public ServiceBusMessage ToBus()
    {
        var id = Id.Length <= MaxOnBus ? Id : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Id)));
        var message = new ServiceBusMessage(Body) { MessageId = id, ContentType = ContentType };
        if (NotBefore is { } at)
            message.ScheduledEnqueueTime = at;
        return message;
    }

    /// <summary>Reads its row.</summary>
    /// <exception cref="AlteredException">The row holds no message.</exception>
    public static OutboxMessage From(TableEntity row) =>
        row.Text(nameof(Queue)) is { } queue && row.Text(nameof(Id)) is { } id && row.Text(nameof(Body)) is { } body
        && row.Text(nameof(ContentType)) is { } contentType && row.Time(nameof(At)) is { } at
            ? new(queue, id, body, contentType, at, row.Time(nameof(NotBefore))) { TraceParent = row.Text(nameof(TraceParent)) }
            : throw new AlteredException("A row of the outbox holds no message.");
}
