using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Storage;

/// <summary>
/// Every key of the tables. Rows that must change together share a partition, one of few shards; row keys are a kind and a key, and sort
/// ordinally.
/// </summary>
public static class Keys
{
    /// <summary>The shards of the intake table.</summary>
    public static IReadOnlyList<string> Shards { get; } = [.. Enumerable.Range(0, 16).Select(n => n.ToString("x", CultureInfo.InvariantCulture))];

    /// <summary>The shards of the review table: few, since a page of the work queue reads each of them.</summary>
    public static IReadOnlyList<string> ReviewShards { get; } = ["0", "1", "2", "3"];

    /// <summary>Where the day's peppers lie: not a shard of reports, since every sender's lookup needs them.</summary>
    public const string Peppers = "pepper";

    /// <summary>The first row key of all outbox rows, and the first one behind them.</summary>
    public static readonly (string From, string Before) OutboxRange = ("outbox|", "outbox}");

    /// <summary>The first row key of all thread rows, and the first one behind them.</summary>
    public static readonly (string From, string Before) ThreadRange = ("thread|", "thread}");

    /// <summary>
    /// The shard of a call, a sender or a receipt: 4 bits of the key's SHA-256, which give no number away.
    /// </summary>
    public static string ShardOf(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        return Shards[hash[0] >> 4];
    }

    /// <summary>The marker that a webhook inserts: only a conflict on it means that the webhook came before.</summary>
    public static string Seen(string sid, string step, string sequence) => $"seen|{sid}|{step}|{sequence}";

    /// <summary>A call's metadata.</summary>
    public static string Call(string callSid) => $"call|{callSid}";

    /// <summary>A text's metadata.</summary>
    public static string Message(string messageSid) => $"message|{messageSid}";

    /// <summary>A sender's open tip, under one day's pepper.</summary>
    public static string Thread(string pepperedHash) => $"thread|{pepperedHash}";

    /// <summary>A recording or media item: import, transcript and clean-up.</summary>
    public static string Evidence(string sid) => $"evidence|{sid}";

    /// <summary>A message that is not yet on the bus.</summary>
    public static string Outbox(string queue, string messageId) => $"outbox|{queue}|{messageId}";

    /// <summary>A receipt, by the value under which its code finds it.</summary>
    public static string Receipt(string lookup) => $"receipt|{lookup}";

    /// <summary>A day's pepper.</summary>
    public static string Pepper(DateOnly day) => $"pepper|{day:yyyy-MM-dd}";
}
