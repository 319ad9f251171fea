using Hotline.Platform.Storage;

namespace Hotline.Platform.Messaging;

/// <summary>The keys of the rows that are messages not yet on the bus.</summary>
public static class OutboxKeys
{
    /// <summary>All outbox rows.</summary>
    public static readonly KeyRange All = KeyRange.Under("outbox|");

    /// <summary>Whether it is the key of an outbox row.</summary>
    public static bool IsOne(string row) => row.StartsWith(All.From, StringComparison.Ordinal);

    /// <summary>A message that is not yet on the bus.</summary>
    public static string Of(string queue, string messageId) => $"outbox|{queue}|{messageId}";

    /// <summary>A queue's messages that are not yet on the bus.</summary>
    public static KeyRange OfQueue(string queue) => KeyRange.Under($"outbox|{queue}|");

    /// <summary>The message that an outbox row's key names, whatever else somebody wrote into it.</summary>
    public static (string Queue, string Id) Read(string row)
    {
        var key = row.Split('|', 3);
        return (key[1], key[^1]);
    }
}
