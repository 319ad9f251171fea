using System.Collections.Concurrent;
using Hotline.Local.Twilio.Account;

namespace Hotline.Local.Twilio.Messages;

/// <summary>
/// Twilio replies to one person from one number 15 times in 30 seconds at the most (https://www.twilio.com/docs/api/errors/14107).
/// </summary>
internal sealed class ReplyRate(TimeProvider time)
{
    private const int Most = 15;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<(string From, string To), Queue<DateTimeOffset>> replies = new();

    /// <summary>Forgets what was counted.</summary>
    public void Clear() => replies.Clear();

    /// <summary>Counts a reply.</summary>
    /// <exception cref="TwilioException">14107: it is one too many.</exception>
    public void Count(OutgoingMessage reply)
    {
        var sent = replies.GetOrAdd((reply.From, reply.To), _ => new());
        var now = time.GetUtcNow();
        lock (sent)
        {
            while (sent.TryPeek(out var oldest) && now - oldest >= Window)
                sent.Dequeue();
            if (sent.Count >= Most)
                throw new TwilioException(14107, "More than 15 replies in 30 seconds.");
            sent.Enqueue(now);
        }
    }
}
