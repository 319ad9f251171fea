namespace Hotline.Platform.Messaging;

/// <summary>The keys of the rows that are messages not yet on the bus.</summary>
public static class OutboxKeys
{
    /// <summary>The first row key of all outbox rows, and the first one behind them.</summary>
    public static readonly (string From, string Before) All = ("outbox|", "outbox}");

    /// <summary>Whether it is the key of an outbox row.</summary>
    public static bool IsOne(string row) => row.StartsWith(All.From, StringComparison.Ordinal);

    /// <summary>A message that is not yet on the bus.</summary>
    public static string Of(string queue, string messageId) => $"outbox|{queue}|{messageId}";

    /// <summary>The first row key of a queue's messages that are not yet on the bus, and the first one behind them.</summary>
    public static (string From, string Before) OfQueue(string queue) => ($"outbox|{queue}|", $"outbox|{queue}}}");
}
