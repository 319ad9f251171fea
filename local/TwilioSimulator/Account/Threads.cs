using System.Collections.Concurrent;

namespace Hotline.Local.Twilio.Account;

/// <summary>
/// The texts on people's phones since the simulator started. A phone keeps what it sent and got, whatever becomes of Twilio's copy: the
/// hotline redacts that.
/// </summary>
internal sealed class Threads(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, EventLog> threads = new();
    private readonly ConcurrentDictionary<string, MediaFile> files = new();

    /// <summary>The thread of a person's number.</summary>
    public EventLog Of(string number) => threads.GetOrAdd(number, _ => new EventLog());

    /// <summary>A file that was sent, by the sid of its media; null when there is none.</summary>
    public MediaFile? FileOf(string sid) => files.GetValueOrDefault(sid);

    /// <summary>A person sent this.</summary>
    public void Sent(string number, string body, IReadOnlyList<(string Sid, MediaFile File)> media)
    {
        foreach (var (sid, file) in media)
            files[sid] = file;
        Add(number, "you", body, media.Select(item => new { item.Sid, type = item.File.ContentType }));
    }

    /// <summary>A person got this.</summary>
    public void Got(string number, string body, int media) =>
        Add(number, "line", body, Enumerable.Range(0, media).Select(_ => new { sid = "", type = "" }));

    /// <summary>Empties everybody's phone.</summary>
    public void Clear()
    {
        End();
        threads.Clear();
        files.Clear();
    }

    /// <summary>Nothing more will come: who reads along is let go.</summary>
    public void End()
    {
        foreach (var thread in threads.Values)
            thread.End();
    }

    private void Add(string number, string from, string body, IEnumerable<object> files) =>
        Of(number).Add("text", new { from, body, at = time.GetUtcNow(), files });
}
