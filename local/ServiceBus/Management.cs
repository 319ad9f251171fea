using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Hotline.Local.ServiceBus;

/// <summary>
/// A queue's <c>$management</c> (https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-request-response).
/// </summary>
internal sealed class Management(BrokerQueue queue)
{
    /// <summary>Answers a request.</summary>
    public async Task<Message> AnswerAsync(Message request)
    {
        try
        {
            return await AnswerAsync((string)request.ApplicationProperties["operation"], (request.BodySection as AmqpValue)?.Value as Map ?? []);
        }
        catch (Exception e) when (e is Microsoft.Data.Sqlite.SqliteException or ObjectDisposedException)
        {
            return Failed(503, "com.microsoft:server-busy", "The broker could not store the change.");
        }
    }

    private async Task<Message> AnswerAsync(string operation, Map body) =>
        operation switch
        {
            "com.microsoft:peek-message" => Peek(body),
            "com.microsoft:renew-lock" => Renew(body),
            "com.microsoft:schedule-message" => await ScheduleAsync(body),
            "com.microsoft:cancel-scheduled-message" => await CancelAsync(body),
            "com.microsoft:receive-by-sequence-number" => Receive(body),
            "com.microsoft:update-disposition" => await SettleAsync(body),
            _ => Failed(501, "amqp:not-implemented", "The stand-in does not know this operation."),
        };

    private Message Peek(Map body)
    {
        var found = queue.Peek(Convert.ToInt64(body["from-sequence-number"], null), Convert.ToInt32(body["message-count"], null));
        return found.Count == 0 ? Answer(204, []) : Answer(
            200, new Map { ["messages"] = Listed(found.Select(m => new Map { ["message"] = Bytes(m, Guid.Empty, null) })) });
    }

    private Message Renew(Map body)
    {
        var until = Guids(body["lock-tokens"]).Select(queue.Renew).ToList();
        return until.Contains(null)
            ? Failed(410, "com.microsoft:message-lock-lost", "The lock is lost.")
            : Answer(200, new Map { ["expirations"] = until.Select(end => end!.Value.UtcDateTime).ToArray() });
    }

    private async Task<Message> ScheduleAsync(Map body)
    {
        var sent = ((System.Collections.IEnumerable)body["messages"]).Cast<Map>().Select(entry => (byte[])entry["message"])
            .Select(bytes => AmqpMessages.ToKeep(Message.Decode(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length)))).ToList();
        if (sent.Any(m => m.Encoded.Length > AmqpMessages.MaxBytes))
            return Failed(400, "amqp:link:message-size-exceeded", "The message is too large.");
        return Answer(200, new Map { ["sequence-numbers"] = await queue.EnqueueAsync(sent) });
    }

    private async Task<Message> CancelAsync(Map body) => await queue.CancelAsync(Numbers(body["sequence-numbers"]))
        ? Answer(200, [])
        : Failed(404, "com.microsoft:message-not-found", "No such message is scheduled.");

    private Message Receive(Map body)
    {
        var taken = queue.TakeDeferred(Numbers(body["sequence-numbers"]));
        return taken.Count == 0
            ? Failed(404, "com.microsoft:message-not-found", "No such message is deferred.")
            : Answer(200, new Map
            {
                ["messages"] = Listed(
                    taken.Select(m => new Map { ["lock-token"] = m.Token, ["message"] = Bytes(m.Message, m.Token, m.Until) })),
            });
    }

    private async Task<Message> SettleAsync(Map body)
    {
        foreach (var token in Guids(body["lock-tokens"]))
        {
            var done = body["disposition-status"] switch
            {
                "completed" => await queue.CompleteAsync(token),
                "abandoned" => await queue.AbandonAsync(token, encoded => encoded),
                "defered" => await queue.DeferAsync(token, encoded => encoded),
                "suspended" => await queue.DeadLetterAsync(token, encoded => AmqpMessages.WithReason(
                    encoded, queue.Options.Name, body["deadletter-reason"] as string ?? "Rejected",
                    body["deadletter-description"] as string)),
                _ => false,
            };
            if (!done)
                return Failed(410, "com.microsoft:message-lock-lost", "The lock is lost.");
        }

        return Answer(200, []);
    }

    private static byte[] Bytes(BrokerMessage message, Guid token, DateTimeOffset? until) =>
        AmqpMessages.Encode(AmqpMessages.ToHand(message, token, until));

    private static List Listed(IEnumerable<Map> entries)
    {
        var list = new List();
        foreach (var entry in entries)
            list.Add(entry);
        return list;
    }

    private static IReadOnlyList<Guid> Guids(object tokens) => [.. ((System.Collections.IEnumerable)tokens).Cast<Guid>()];

    private static IReadOnlyList<long> Numbers(object numbers) =>
        [.. ((System.Collections.IEnumerable)numbers).Cast<object>().Select(n => Convert.ToInt64(n, null))];

    private static Message Answer(int status, Map body) => new()
    {
        ApplicationProperties = new ApplicationProperties { ["statusCode"] = status, ["statusDescription"] = "OK" },
        BodySection = new AmqpValue { Value = body },
    };

    private static Message Failed(int status, string condition, string description) => new()
    {
        ApplicationProperties = new ApplicationProperties
        {
            ["statusCode"] = status,
            ["statusDescription"] = description,
            ["errorCondition"] = (Symbol)condition,
        },
        BodySection = new AmqpValue { Value = new Map() },
    };
}
