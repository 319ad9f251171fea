using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hotline.Contracts;

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

    /// <summary>The first row key of all tips' states, and the first one behind them.</summary>
    public static readonly (string From, string Before) TipRange = ("tip|", "tip}");

    /// <summary>A part of a tip, still sealed.</summary>
    public static string Part(TipId tip, PartId part) => $"part|{tip}|{part}";

    /// <summary>The first row key of a tip's parts, and the first one behind them.</summary>
    public static (string From, string Before) PartsOf(TipId tip) => ($"part|{tip}|", $"part|{tip}}}");

    /// <summary>A chain's length and last hash.</summary>
    public static string Chain(string scope) => $"chain|{scope}";

    /// <summary>The first row key of all chains, and the first one behind them.</summary>
    public static readonly (string From, string Before) ChainRange = ("chain|", "chain}");

    /// <summary>An event of a chain.</summary>
    public static string Event(string scope, int number) => string.Create(CultureInfo.InvariantCulture, $"event|{scope}|{number:D8}");

    /// <summary>The first row key of a chain's events, and the first one behind them.</summary>
    public static (string From, string Before) EventsOf(string scope) => ($"event|{scope}|", $"event|{scope}}}");

    /// <summary>The first row key of all events, and the first one behind them.</summary>
    public static readonly (string From, string Before) EventRange = ("event|", "event}");

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
    public static string ByAge(string view, DateTimeOffset at, TipId tip) => $"{BeforeAge(view, at)}|{tip}";

    /// <summary>The first row key behind a view's index rows that are older than a moment.</summary>
    public static string BeforeAge(string view, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{view}|{at.UtcTicks:D19}");

    /// <summary>The first row key of a view's index rows, and the first one behind them.</summary>
    public static (string From, string Before) View(string view) => ($"{view}|", $"{view}}}");

    /// <summary>The row that is written with every change of a tip's state: its version tells whether a list may have changed.</summary>
    public const string Pulse = "pulse";

    /// <summary>That a tip came from a number, by the lasting hash that Review alone can make.</summary>
    public static string Number(string hash, TipId tip) => $"number|{hash}|{tip}";

    /// <summary>The first row key of a number's tips, and the first one behind them.</summary>
    public static (string From, string Before) NumbersOf(string hash) => ($"number|{hash}|", $"number|{hash}}}");

    /// <summary>That whoever texted a line from a number was asked something on a tip.</summary>
    public static string Asked(string hash, string line, TipId tip) => $"asked|{hash}|{line}|{tip}";

    /// <summary>The first row key of the tips on which a number was asked by a line, and the first one behind them.</summary>
    public static (string From, string Before) AskedOf(string hash, string line) => ($"asked|{hash}|{line}|", $"asked|{hash}|{line}}}");

    /// <summary>The partition of the rows by which tips that read alike are found: one for all, so that a band is one range.</summary>
    public const string LikePartition = "like";

    /// <summary>That a tip has a text with this band of words (<c>Similarity</c>).</summary>
    public static string Like(string band, TipId tip) => $"like|{band}|{tip}";

    /// <summary>The first row key of a band's tips, and the first one behind them.</summary>
    public static (string From, string Before) LikesOf(string band) => ($"like|{band}|", $"like|{band}}}");

    /// <summary>That a later tip is like this one: the likest first, among the bands.</summary>
    public static string Alike(TipId tip, double likeness, TipId later) =>
        string.Create(CultureInfo.InvariantCulture, $"alike|{tip}|{100 - (int)Math.Round(100 * likeness):D3}|{later}");

    /// <summary>The first row key of the later tips that are like a tip, and the first one behind them.</summary>
    public static (string From, string Before) AlikesOf(TipId tip) => ($"alike|{tip}|", $"alike|{tip}}}");

    /// <summary>What a number last said of being texted: STOP or START.</summary>
    public static string Consent(string hash) => $"consent|{hash}";

    /// <summary>That a number is on the block list, or was.</summary>
    public static string Block(string hash) => $"block|{hash}";

    /// <summary>Where a person sits: last activity, saved views.</summary>
    public static string Seat(string reviewer) => $"seat|{reviewer}";

    /// <summary>The first row key of all seats, and the first one behind them.</summary>
    public static readonly (string From, string Before) SeatRange = ("seat|", "seat}");

    /// <summary>A message that could not be delivered and waits for somebody to deal with it.</summary>
    public static string Undelivered(string id) => $"undelivered|{id}";

    /// <summary>The first row key of all messages that wait so, and the first one behind them.</summary>
    public static readonly (string From, string Before) AllUndelivered = ("undelivered|", "undelivered}");

    /// <summary>A message that could not be delivered and was sent again or set aside.</summary>
    public static string Settled(string id) => $"settled|{id}";
}
