using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hotline.Contracts;
using Hotline.Platform.Storage;

namespace Hotline.Review.Table;

/// <summary>
/// Every key of the review table. Rows that must change together share a shard; row keys are a kind and a key, and sort
/// ordinally.
/// </summary>
public static class ReviewKeys
{
    /// <summary>The shards of the review table: few, since a page of the work queue reads each of them.</summary>
    public static IReadOnlyList<string> ReviewShards { get; } = ["0", "1", "2", "3"];

    /// <summary>The shard of a chain of the review table, and so of all rows that change with it.</summary>
    public static string ReviewShardOf(string scope)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(scope), hash);
        return ReviewShards[hash[0] >> 6];
    }

    /// <summary>The marker that a webhook inserts: only a conflict on it means that the webhook came before.</summary>
    public static string Seen(string sid, string step, string sequence) => $"seen|{sid}|{step}|{sequence}";

    /// <summary>A tip's state, as its chain makes it.</summary>
    public static string Tip(TipId tip) => $"tip|{tip}";

    /// <summary>All tips' states.</summary>
    public static readonly KeyRange TipRange = KeyRange.Under("tip|");

    /// <summary>A part of a tip, still sealed.</summary>
    public static string Part(TipId tip, PartId part) => $"part|{tip}|{part}";

    /// <summary>A tip's parts.</summary>
    public static KeyRange PartsOf(TipId tip) => KeyRange.Under($"part|{tip}|");

    /// <summary>A chain's length and last hash.</summary>
    public static string Chain(string scope) => $"chain|{scope}";

    /// <summary>The ends of all chains of a shard.</summary>
    public static readonly KeyRange ChainRange = KeyRange.Under("chain|");

    /// <summary>An event of a chain.</summary>
    public static string Event(string scope, int number) => string.Create(CultureInfo.InvariantCulture, $"event|{scope}|{number:D8}");

    /// <summary>A chain's events.</summary>
    public static KeyRange EventsOf(string scope) => KeyRange.Under($"event|{scope}|");

    /// <summary>A chain's events from one on.</summary>
    public static KeyRange EventsFrom(string scope, int number) => EventsOf(scope) with { From = Event(scope, number) };

    /// <summary>The events of all chains of a shard, chain by chain.</summary>
    public static readonly KeyRange EventRange = KeyRange.Under("event|");

    /// <summary>The chain and number that an event's key says; no number where no event of ours has such a key.</summary>
    public static (string Scope, int? Number) EventAt(string row)
    {
        var key = EventRange.Rest(row);
        var bar = key.LastIndexOf('|');
        return bar > 0 && int.TryParse(key[(bar + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (key[..bar], number) : (key, null);
    }

    /// <summary>An index row in the order of priority; of one priority what is unread first, and then the oldest first.</summary>
    public static string ByPriority(string view, int priority, bool isUnread, DateTimeOffset opened, TipId tip) =>
        string.Create(CultureInfo.InvariantCulture, $"{ViewOf(view, priority, isUnread)}|{opened.UtcTicks:D19}|{tip}");

    /// <summary>What the index rows of one priority begin with: those of what is unread sort behind the priority above.</summary>
    public static string ViewOf(string view, int priority, bool isUnread) =>
        string.Create(CultureInfo.InvariantCulture, $"{view}|{(isUnread ? priority - 1 : priority)}{(isUnread ? "~" : "")}");

    /// <summary>An index row in the order of time, the newest first.</summary>
    public static string ByTime(string view, DateTimeOffset at, TipId tip) =>
        string.Create(CultureInfo.InvariantCulture, $"{view}|{DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks:D19}|{tip}");

    /// <summary>An index row in the order of time, the oldest first.</summary>
    public static string ByAge(string view, DateTimeOffset at, TipId tip) => $"{Age(view, at)}|{tip}";

    /// <summary>A view's index rows that are older than a moment.</summary>
    public static KeyRange OlderThan(string view, DateTimeOffset at) => View(view) with { Before = Age(view, at) };

    /// <summary>A view's index rows.</summary>
    public static KeyRange View(string view) => KeyRange.Under($"{view}|");

    /// <summary>What stands before the first bar of an index row’s key, such as open.</summary>
    public static string ListOf(string row) => row[..row.IndexOf('|')];

    /// <summary>The tip that a row's key names: of its own row and of index rows the last field.</summary>
    public static TipId TipOf(string row) => TipId.OrNone(row[(row.LastIndexOf('|') + 1)..]);

    /// <summary>What the index rows of one priority are ordered by: the time, and then the tip.</summary>
    public static string PlaceByAge(string row) => string.Join('|', row.Split('|')[^2..]);

    /// <summary>The row that is written with every change of a tip's state: its version tells whether a list may have changed.</summary>
    public const string Pulse = "pulse";

    /// <summary>That a tip came from a number, by the lasting hash that Review alone can make.</summary>
    public static string Number(string hash, TipId tip) => $"number|{hash}|{tip}";

    /// <summary>A number's tips.</summary>
    public static KeyRange NumbersOf(string hash) => KeyRange.Under($"number|{hash}|");

    /// <summary>That whoever texted a line from a number was asked something on a tip.</summary>
    public static string Asked(string hash, string line, TipId tip) => $"asked|{hash}|{line}|{tip}";

    /// <summary>The tips on which a number was asked by a line.</summary>
    public static KeyRange AskedOf(string hash, string line) => KeyRange.Under($"asked|{hash}|{line}|");

    /// <summary>The partition of the rows by which tips that read alike are found: one for all, so that a band is one range.</summary>
    public const string LikePartition = "like";

    /// <summary>That a tip has a text with this band of words (<c>Similarity</c>).</summary>
    public static string Like(string band, TipId tip) => $"like|{band}|{tip}";

    /// <summary>A band's tips.</summary>
    public static KeyRange LikesOf(string band) => KeyRange.Under($"like|{band}|");

    /// <summary>That a later tip is like this one: the likest first, among the bands.</summary>
    public static string Alike(TipId tip, double likeness, TipId later) =>
        string.Create(CultureInfo.InvariantCulture, $"alike|{tip}|{100 - (int)Math.Round(100 * likeness):D3}|{later}");

    /// <summary>The later tips that are like a tip.</summary>
    public static KeyRange AlikesOf(TipId tip) => KeyRange.Under($"alike|{tip}|");

    /// <summary>The later tip that such a row of a tip names, and how alike they are; null where no row of ours has such a key.</summary>
    public static (TipId Later, double Likeness)? AlikeAt(TipId tip, string row) =>
        AlikesOf(tip).Rest(row).Split('|') is [var distance, var later]
            ? (TipId.OrNone(later), 1 - (int.Parse(distance, CultureInfo.InvariantCulture) / 100.0)) : null;

    /// <summary>What a number last said of being texted: STOP or START.</summary>
    public static string Consent(string hash) => $"consent|{hash}";

    /// <summary>That a number is on the block list, or was.</summary>
    public static string Block(string hash) => $"block|{hash}";

    /// <summary>Where a person sits: last activity, saved views.</summary>
    public static (string Shard, string Key) SeatOf(string reviewer) => (ReviewShardOf($"seat-{reviewer}"), $"seat|{reviewer}");

    /// <summary>Everybody who has signed in, in one shard.</summary>
    public static readonly KeyRange SeatRange = KeyRange.Under("seat|");

    /// <summary>A message that could not be delivered and waits for somebody to deal with it.</summary>
    public static string Undelivered(string id) => $"undelivered|{id}";

    /// <summary>All messages that wait so.</summary>
    public static readonly KeyRange AllUndelivered = KeyRange.Under("undelivered|");

    /// <summary>A message that could not be delivered and was sent again or set aside.</summary>
    public static string Settled(string id) => $"settled|{id}";

    /// <summary>All messages that were settled so.</summary>
    public static readonly KeyRange AllSettled = KeyRange.Under("settled|");

    /// <summary>The message that such a row is of, whether it waits or was settled.</summary>
    public static string UndeliveredAt(string row) => row[(row.IndexOf('|') + 1)..];

    private static string Age(string view, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{view}|{at.UtcTicks:D19}");
}
