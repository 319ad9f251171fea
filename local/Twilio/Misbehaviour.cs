using System.Collections.Concurrent;

namespace Hotline.Local.Twilio;

/// <summary>What goes wrong on request. Kinds of webhooks: answer, menu, recorded (the action), recording, transcript, status, message, other.</summary>
internal sealed class Misbehaviour
{
    /// <summary>Kinds that are sent twice.</summary>
    public ISet<string> Duplicated { get; } = new HashSet<string>();

    /// <summary>Kinds that are not sent at all.</summary>
    public ISet<string> Dropped { get; } = new HashSet<string>();

    /// <summary>How long a kind's callbacks wait.</summary>
    public IDictionary<string, TimeSpan> Delayed { get; } = new ConcurrentDictionary<string, TimeSpan>();

    /// <summary>Whether callbacks are held until the call has ended, and then sent last first.</summary>
    public bool Reordered { get; set; }

    /// <summary>What the next REST requests are answered with.</summary>
    public ConcurrentQueue<int> RestAnswers { get; } = new();

    private int mediaNotReady;

    /// <summary>How many of the next requests for media find none yet.</summary>
    public int MediaNotReady
    {
        get => Volatile.Read(ref mediaNotReady);
        set => Volatile.Write(ref mediaNotReady, value);
    }

    /// <summary>Whether this request for media is one of them.</summary>
    public bool TakeNotReady() => Volatile.Read(ref mediaNotReady) > 0 && Interlocked.Decrement(ref mediaNotReady) >= 0;
}
