using Hotline.Twilio;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Reconciliation;

/// <summary>
/// Asks Twilio for the calls, texts and recordings since the watermark and brings whatever is not here, by the webhooks' own way in. It
/// goes on step by step of time, the oldest first, and notes each: a run that is cut off goes on there.
/// </summary>
public sealed partial class ReconciliationRun(
    ServedLines lines, MissedCalls calls, MissedRecordings recordings, MissedTexts texts, TwilioLists twilio, Watermarks watermarks,
    IOptions<ReconciliationOptions> options, TimeProvider time, ILogger<ReconciliationRun> log)
{
    private static readonly TimeSpan Behind = TimeSpan.FromHours(1);

    /// <summary>Runs once.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var end = WholeSecond(now - options.Value.After);
        var mark = await watermarks.ReadAsync(stop);
        var settled = mark.At ?? now - options.Value.FirstReach;
        if (now - settled > Behind && mark.At is not null)
            LogBehind((now - settled).TotalMinutes);
        if (await lines.FindAsync(stop) is not { Count: > 0 } served)
            return;
        var pass = new Pass(end, log);
        foreach (var (from, to) in Steps(settled - options.Value.Overlap, end))
        {
            await LookAsync(served, from, to, pass, stop);
            if (pass.SettledUntil(to) is var until && until > settled)
                settled = until;
            mark = await watermarks.MoveAsync(mark, settled, mark.Lines ?? NumbersOf(served), now, pass.Found, stop);
        }

        var found = pass.Found + await CatchUpAsync(served, mark, settled, now, end, stop);
        if (found > 0)
            LogDone(found);
    }

    // A number that did not lead here until now is looked back at as on a first run: whatever it led to, its callers meant this line.
    private async Task<int> CatchUpAsync(
        IReadOnlyList<ServedLine> served, Watermark mark, DateTimeOffset settled, DateTimeOffset now, DateTimeOffset end,
        CancellationToken stop)
    {
        var known = mark.Lines ?? NumbersOf(served);
        var late = served.Where(line => !known.Contains(line.Number)).ToList();
        if (late.Count == 0 && known.Count == served.Count)
            return 0;
        var pass = new Pass(end, log);
        if (late.Count > 0)
            foreach (var (from, to) in Steps(now - options.Value.FirstReach, end))
                await LookAsync(late, from, to, pass, stop);
        // What is held back from before the mark is looked at again, as that of a number that is new still; the mark waits for the rest.
        var isDone = pass.SettledUntil(end) >= settled;
        await watermarks.MoveAsync(mark, settled, NumbersOf(isDone ? served : served.Except(late)), now, pass.Found, stop);
        return pass.Found;
    }

    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Steps(DateTimeOffset start, DateTimeOffset end)
    {
        for (var (from, to) = (WholeSecond(start), end); from < end; from = to)
        {
            to = from + options.Value.Step < end ? from + options.Value.Step : end;
            yield return (from, to);
        }
    }

    private static List<string> NumbersOf(IEnumerable<ServedLine> served) => [.. served.Select(line => line.Number)];

    private async Task LookAsync(
        IReadOnlyList<ServedLine> served, DateTimeOffset from, DateTimeOffset to, Pass pass, CancellationToken stop)
    {
        foreach (var line in served)
        {
            await calls.TakeAsync(await twilio.CallsAsync(line.Number, from, to, stop), pass, stop);
            await texts.TakeAsync(await twilio.MessagesToAsync(line.Number, from, to, stop), line, pass, stop);
            await texts.NoteSentAsync(await twilio.MessagesFromAsync(line.Number, from, to, stop), pass, stop);
        }

        await recordings.TakeAsync(await twilio.RecordingsAsync(from, to, stop), served, pass, stop);
    }

    // Twilio's times have no fractions.
    private static DateTimeOffset WholeSecond(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));

    [LoggerMessage(424, LogLevel.Information, "Reconciliation found {Count} things of which no webhook had told")]
    private partial void LogDone(int count);

    [LoggerMessage(425, LogLevel.Error, "Reconciliation with Twilio is {Minutes:0} min behind")]
    private partial void LogBehind(double minutes);
}
