using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Hotline.Local.ServiceBus;

/// <summary>AMQP messages as the clients send and expect them.</summary>
internal static class AmqpMessages
{
    /// <summary>The format of a message whose data sections are messages: a batch.</summary>
    public const uint BatchFormat = 0x80013700;

    /// <summary>The largest message, as on the Standard tier.</summary>
    public const int MaxBytes = 256 * 1024;

    private static readonly Symbol ScheduledAt = "x-opt-scheduled-enqueue-time";

    /// <summary>The messages that one transfer brings: one, or a batch.</summary>
    public static IReadOnlyList<Message> Unpack(Message message) => message.Format != BatchFormat
        ? [message]
        : [.. DataOf(message.BodySection)
            .Select(data => Message.Decode(new ByteBuffer(data.Binary, 0, data.Binary.Length, data.Binary.Length)))];

    /// <summary>What a queue keeps of a message, and from when on it is to be seen.</summary>
    public static (byte[] Encoded, DateTimeOffset? At) ToKeep(Message message)
    {
        message.Properties ??= new Properties();
        if (message.Properties.GetMessageId() is null)
            message.Properties.MessageId = Guid.NewGuid().ToString("N");
        var at = message.MessageAnnotations?.Map.TryGetValue(ScheduledAt, out var value) == true && value is DateTime due
            ? new DateTimeOffset(DateTime.SpecifyKind(due, DateTimeKind.Utc))
            : (DateTimeOffset?)null;
        return (Encode(message), at);
    }

    /// <summary>A message as a receiver gets it.</summary>
    public static HandedMessage ToHand(BrokerMessage kept, Guid token, DateTimeOffset? until)
    {
        var message = Decode(kept.Encoded);
        var handed = new HandedMessage(token)
        {
            Header = message.Header ?? new Header(),
            DeliveryAnnotations = message.DeliveryAnnotations,
            MessageAnnotations = message.MessageAnnotations ?? new MessageAnnotations(),
            Properties = message.Properties,
            ApplicationProperties = message.ApplicationProperties,
            BodySection = message.BodySection,
            Footer = message.Footer,
        };
        handed.Header.DeliveryCount = (uint)kept.Failures;
        var marks = handed.MessageAnnotations;
        marks[(Symbol)"x-opt-sequence-number"] = kept.Sequence;
        marks[(Symbol)"x-opt-enqueue-sequence-number"] = kept.Sequence;
        marks[(Symbol)"x-opt-enqueued-time"] = kept.Enqueued.UtcDateTime;
        marks[(Symbol)"x-opt-message-state"] = (int)kept.State;
        if (until is { } end)
            marks[(Symbol)"x-opt-locked-until"] = end.UtcDateTime;
        return handed;
    }

    public static byte[] Encode(Message message)
    {
        var buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    /// <summary>A message with the reason for which it is a dead letter.</summary>
    public static byte[] WithReason(byte[] encoded, string queue, string reason, string? description)
    {
        var message = Decode(encoded);
        message.ApplicationProperties ??= new ApplicationProperties();
        message.ApplicationProperties["DeadLetterReason"] = reason;
        if (description is not null)
            message.ApplicationProperties["DeadLetterErrorDescription"] = description;
        message.MessageAnnotations ??= new MessageAnnotations();
        message.MessageAnnotations[(Symbol)"x-opt-deadletter-source"] = queue;
        return Encode(message);
    }

    /// <summary>
    /// A message with properties that its receiver changed. The map is only iterated: JavaScript's keys are strings where AMQP wants
    /// symbols.
    /// </summary>
    public static byte[] WithProperties(byte[] encoded, IEnumerable<KeyValuePair<object, object>>? changed)
    {
        var changes = changed?.ToList() ?? [];
        if (changes.Count == 0)
            return encoded;
        var message = Decode(encoded);
        message.ApplicationProperties ??= new ApplicationProperties();
        foreach (var (name, value) in changes)
            message.ApplicationProperties[name.ToString()!] = value;
        return Encode(message);
    }

    private static Message Decode(byte[] encoded) => Message.Decode(new ByteBuffer(encoded, 0, encoded.Length, encoded.Length));

    private static IEnumerable<Data> DataOf(RestrictedDescribed body) => body switch
    {
        Data one => [one],
        DataList many => Enumerable.Range(0, many.Count).Select(n => many[n]),
        _ => [],
    };
}

/// <summary>A message that knows the lock under which it is handed out: the token is its delivery tag.</summary>
internal sealed class HandedMessage(Guid token) : Message
{
    /// <summary>Names the lock.</summary>
    public Guid Token => token;
}
