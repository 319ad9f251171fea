using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hotline.Contracts;
using Hotline.Platform.Storage;

namespace Hotline.Intake.Table;

/// <summary>
/// Every key of the intake table. Rows that must change together share a shard; row keys are a kind and a key, and sort
/// ordinally.
/// </summary>
public static class IntakeKeys
{
    /// <summary>The shards of the intake table.</summary>
    public static IReadOnlyList<string> Shards { get; } =
        [.. Enumerable.Range(0, 16).Select(n => n.ToString("x", CultureInfo.InvariantCulture))];

    /// <summary>Where the day's peppers lie: not a shard of reports, since every sender's lookup needs them.</summary>
    public const string Peppers = "pepper";

    /// <summary>All thread rows.</summary>
    public static readonly KeyRange ThreadRange = KeyRange.Under("thread|");

    /// <summary>
    /// The shard of a call, a sender or a receipt: 4 bits of the key's SHA-256, which give no number away.
    /// </summary>
    public static string ShardOf(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        return Shards[hash[0] >> 4];
    }

    /// <summary>Where everything of a call is stored: its webhooks share transactions.</summary>
    public static string ShardOf(CallSid call) => ShardOf(call.Value);

    /// <summary>The marker that a webhook inserts: only a conflict on it means that the webhook came before.</summary>
    public static string Seen(string sid, string step, string sequence) => $"seen|{sid}|{step}|{sequence}";

    /// <summary>A call's metadata.</summary>
    public static string Call(CallSid call) => $"call|{call}";

    /// <summary>All calls' metadata.</summary>
    public static readonly KeyRange CallRange = KeyRange.Under("call|");

    /// <summary>A text's metadata.</summary>
    public static string Message(MessageSid message) => $"message|{message}";

    /// <summary>A sender's open tip, under one day's pepper.</summary>
    public static string Thread(string pepperedHash) => $"thread|{pepperedHash}";

    /// <summary>A recording or media item: import, transcript and clean-up.</summary>
    public static string Evidence(string sid) => $"evidence|{sid}";

    /// <summary>A report by the form, by its tip: whether its writer has a receipt.</summary>
    public static string Report(string tip) => $"report|{tip}";

    /// <summary>A receipt, by the value under which its code finds it.</summary>
    public static string Receipt(string lookup) => $"receipt|{lookup}";

    /// <summary>Every receipt of a shard, whatever its lookup.</summary>
    public static readonly KeyRange ReceiptRange = KeyRange.Under("receipt|");

    /// <summary>A question to the holder of a receipt, in the receipt's shard.</summary>
    public static string Reply(string lookup, int number) => string.Create(CultureInfo.InvariantCulture, $"reply|{lookup}|{number:D8}");

    /// <summary>A receipt's questions.</summary>
    public static KeyRange RepliesOf(string lookup) => KeyRange.Under($"reply|{lookup}|");

    /// <summary>The number of attempts in a time window, under the peppered hash of who made them.</summary>
    public static string Attempts(string kind, string pepperedHash, DateTimeOffset begun) =>
        string.Create(CultureInfo.InvariantCulture, $"attempts|{kind}|{pepperedHash}|{begun.UtcDateTime:yyyyMMddHHmmss}");

    /// <summary>All counts of attempts.</summary>
    public static readonly KeyRange AttemptsRange = KeyRange.Under("attempts|");

    /// <summary>A day's pepper.</summary>
    public static string Pepper(DateOnly day) => $"pepper|{day:yyyy-MM-dd}";

    /// <summary>The peppers of all days before this one, which are to be destroyed.</summary>
    public static KeyRange PeppersBefore(DateOnly day) => KeyRange.Under("pepper|") with { Before = Pepper(day) };

    /// <summary>How far reconciliation with Twilio has come: the row's partition, and its key.</summary>
    public const string Watermark = "watermark";

    /// <summary>When something that reconciliation could not take was first looked at, beside the watermark.</summary>
    public static string FirstLook(string sid) => $"look|{sid}";

    /// <summary>The watermark and all that lies beside it.</summary>
    public static readonly KeyRange WatermarkRange = new("look|", "watermark ");
}
