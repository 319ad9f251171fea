using System.Collections.Concurrent;

namespace Hotline.Local.Twilio.Account;

/// <summary>
/// What goes wrong on request. Webhooks by their <see cref="WebhookKind"/>, REST by the resource's name, such as <c>Recordings</c>.
/// </summary>
internal sealed class Misbehaviour
{
    private readonly Lock gate = new();
    private readonly List<RestFault> restFaults = [];
    private int mediaNotReady;

    // Some change these while calls go on: with room for every kind, what is read meanwhile is never moved.

    /// <summary>Kinds that are sent twice.</summary>
    public ISet<string> Duplicated { get; } = new HashSet<string>(16);

    /// <summary>Kinds that never arrive: a callback is forgotten, a request for TwiML finds no connection.</summary>
    public ISet<string> Dropped { get; } = new HashSet<string>(16);

    /// <summary>How long a kind waits before it is sent.</summary>
    public IDictionary<string, TimeSpan> Delayed { get; } = new ConcurrentDictionary<string, TimeSpan>();

    /// <summary>Whether callbacks are held until the call or text has ended, and then sent last first.</summary>
    public bool Reordered { get; set; }

    /// <summary>The error with which sent messages stay undelivered, such as 30003; null: they are delivered.</summary>
    public int? Undelivered { get; set; }

    /// <summary>Whether carriers do not report: messages stay sent, and nobody tells whether they arrived.</summary>
    public bool Unreported { get; set; }

    /// <summary>How many of the next requests for a recording's sound or a media item find none yet (404).</summary>
    public int MediaNotReady
    {
        get => Math.Max(0, Volatile.Read(ref mediaNotReady));
        set => Volatile.Write(ref mediaNotReady, value);
    }

    /// <summary>What becomes of a recording's sound on its way to whoever fetches it; null: it comes whole.</summary>
    public Func<byte[], byte[]>? Sound { get; set; }

    /// <summary>The status of a REST request that is never answered.</summary>
    public const int Silence = 0;

    /// <summary>Has the next REST requests fail.</summary>
    /// <param name="status">Such as 429 or 503, or <see cref="Silence"/>.</param>
    /// <param name="times">How many of them.</param>
    /// <param name="resource">
    /// Those for <c>Calls</c>, <c>Messages</c>, <c>Recordings</c>, <c>Media</c> or <c>Transcriptions</c>; null: for any.
    /// </param>
    /// <param name="retryAfter">Said in <c>Retry-After</c>; null: not said.</param>
    public void FailRest(int status, int times = 1, string? resource = null, TimeSpan? retryAfter = null)
    {
        lock (gate)
            restFaults.AddRange(Enumerable.Repeat(new RestFault(status, resource, retryAfter), times));
    }

    /// <summary>Nothing goes wrong any more.</summary>
    public void Clear()
    {
        lock (gate)
            restFaults.Clear();
        Duplicated.Clear();
        Dropped.Clear();
        Delayed.Clear();
        (Reordered, Undelivered, Unreported, MediaNotReady, Sound) = (false, null, false, 0, null);
    }

    /// <summary>The fault of this REST request; null: none.</summary>
    public RestFault? TakeRestFault(string resource)
    {
        lock (gate)
        {
            var at = restFaults.FindIndex(fault => fault.Resource is null || fault.Resource == resource);
            if (at < 0)
                return null;
            var fault = restFaults[at];
            restFaults.RemoveAt(at);
            return fault;
        }
    }

    /// <summary>Whether this request for media comes too early.</summary>
    public bool TakeNotReady() => Volatile.Read(ref mediaNotReady) > 0 && Interlocked.Decrement(ref mediaNotReady) >= 0;
}

/// <summary>A REST request that fails.</summary>
internal sealed record RestFault(int Status, string? Resource, TimeSpan? RetryAfter);
