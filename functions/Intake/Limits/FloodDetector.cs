using System.Security.Cryptography;
using System.Text;
using Hotline.Contracts;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Limits;

/// <summary>
/// Counts the reports of each number and line (docs/decisions/020-abuse.md). Nothing is refused by it. The count stands in storage, so that
/// it holds across instances; each tells its own there now and then, so that a report seldom pays for it.
/// </summary>
public sealed partial class FloodDetector(RateCounter attempts, IOptions<FloodOptions> options, ILogger<FloodDetector> log, TimeProvider time)
{
    private const string Number = "number";
    private const string Line = "line";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    // Of the seconds that Twilio waits for an answer, which is still to be stored.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    // By hash, under a key that only this process has: no number stays in memory.
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<string, Tally> tallies = [];
    private DateTimeOffset begun;

    /// <summary>Counts a report of a number.</summary>
    /// <returns>Whether it reported more often than anybody does. A withheld number is nobody's, and is not counted.</returns>
    public async Task<bool> IsOverAsync(string number, CancellationToken stop) =>
        Sender.IsOnePhone(number) && await CountAsync(Number, number, options.Value.MaxPerNumber, options.Value.MaxPerNumber / 2, stop);

    /// <summary>Counts a report of a line.</summary>
    /// <returns>Whether the line is flooded.</returns>
    public Task<bool> FloodsAsync(string line, CancellationToken stop) =>
        CountAsync(Line, line, options.Value.MaxPerLine, options.Value.MaxPerLine / 20, stop);

    /// <summary>Whether a line is flooded, as far as this instance knows.</summary>
    public bool IsFlooded(string line)
    {
        lock (gate)
            return Of(Line, line).Count > options.Value.MaxPerLine;
    }

    private async Task<bool> CountAsync(string kind, string whose, int most, int tellAt, CancellationToken stop)
    {
        Tally tally;
        int told;
        lock (gate)
        {
            tally = Of(kind, whose);
            tally.Untold++;
            // Once storage has more than the limit, whoever asks it knows.
            told = tally.Told <= most && tally.Untold >= Math.Max(1, tellAt) ? tally.Untold : 0;
            tally.Told += told;
            tally.Untold -= told;
        }

        if (told > 0)
            await TellAsync(kind, whose, tally, told, stop);
        lock (gate)
            return tally.Count > most;
    }

    // A report hardly waits for its count, and can't fail by it.
    private async Task TellAsync(string kind, string whose, Tally tally, int told, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            var all = await attempts.AddAsync(kind, whose, told, Window, patience.Token);
            lock (gate)
                tally.Told = Math.Max(tally.Told, all);
        }
        catch (Exception e) when (e is NotYetException || Transient.Is(e, stop))
        {
            LogNotTold(kind, e.GetType().Name);
        }
    }

    private Tally Of(string kind, string whose)
    {
        var now = RateCounter.WindowOf(time.GetUtcNow(), Window);
        if (now != begun)
            tallies.Clear();
        begun = now;
        var hash = Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}|{whose}")));
        return tallies.TryGetValue(hash, out var tally) ? tally : tallies[hash] = new Tally();
    }

    // Of a window: what storage has as far as is known, and what it was not told yet.
    private sealed class Tally
    {
        public int Told { get; set; }

        public int Untold { get; set; }

        public int Count => Told + Untold;
    }

    [LoggerMessage(510, LogLevel.Warning, "The reports of a {Kind} could not be counted in storage: {Failure}")]
    private partial void LogNotTold(string kind, string failure);
}
