using Hotline.Contracts;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;

namespace Hotline.Review.Undelivered;

/// <summary>Sends all that waits for one cause again, once it is fixed: each message by its own event, as if sent one by one.</summary>
public sealed class SendAllAgain(UndeliveredRows rows, UndeliveredDesk desk)
{
    // Each takes some round trips to storage, and a page's answer is waited for.
    private const int AtOnce = 8;

    /// <summary>About how many one request of a browser sends; the next request goes on with the others.</summary>
    public const int MaxPerRequest = 500;

    /// <summary>Sends them, the oldest first.</summary>
    /// <param name="cause">The cause's id (<see cref="UndeliveredCause.Id"/>).</param>
    /// <param name="reason">Why, for the audit; may be empty.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="max">About how many to send at most.</param>
    /// <returns>What became of them. One that can't be sent keeps no other back.</returns>
    public async Task<SentAgain> RunAsync(string cause, string reason, Actor actor, int max, CancellationToken stop)
    {
        var waiting = await rows.AllAsync(settled: false, stop).Where(message => message.Cause == cause)
            .OrderBy(message => message.At).Select(message => message.Id).ToListAsync(stop);
        var (sent, left, refused) = (0, 0, new Dictionary<string, int>());
        await Parallel.ForEachAsync(
            waiting, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (id, token) =>
            {
                if (Volatile.Read(ref sent) >= max)
                {
                    Interlocked.Increment(ref left);
                    return;
                }

                try
                {
                    await desk.RedriveAsync(id, reason, actor, token);
                    Interlocked.Increment(ref sent);
                }
                catch (Exception e) when (e is ConflictException or NotYetException || Transient.Is(e, token))
                {
                    var why = e is ConflictException or NotYetException ? e.Message : "Storage can't be reached now.";
                    lock (refused)
                        refused[why] = refused.GetValueOrDefault(why) + 1;
                }
            });
        return new SentAgain(sent, left, refused);
    }
}

/// <summary>What became of messages that were to be sent again.</summary>
/// <param name="Sent">How many were.</param>
/// <param name="Left">How many were not looked at, since as many as asked for had been sent.</param>
/// <param name="Refused">How many can't be, by the sentence that says why.</param>
public sealed record SentAgain(int Sent, int Left, IReadOnlyDictionary<string, int> Refused);
