using Hotline.Platform.Twilio;
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
        var (mark, looks) = await watermarks.ReadAsync(stop);
        var settled = mark.At ?? now - options.Value.FirstReach;
        if (now - settled > Behind && mark.At is not null)
            LogBehind((now - settled).TotalMinutes);
        if (await lines.FindAsync(stop) is not { Count: > 0 } served)
            return;
        var pass = new ReconciliationPass(end, looks, log);
        var moved = Leave(mark, served, settled);
        foreach (var (from, to) in Steps(settled - options.Value.Overlap, end))
        {
            await LookAsync(served, from, to, pass, stop);
            if (pass.SettledUntil(to) is var until && until > settled)
                settled = until;
            mark = moved = await watermarks.MoveAsync(mark, moved with { At = settled }, pass.Found, stop);
        }

        (mark, var found) = (moved, pass.Found);
        foreach (var line in served.Where(line => !moved.Lines!.Contains(line.Number)))
            (mark, found) = await CatchUpAsync(line, mark, end, looks, found, stop);
        await looks.ForgetOldAsync(stop);
        if (found > 0)
            LogDone(found);
    }

    /// <summary>
    /// Compares two whole days, however far the watermark is: Twilio's lists may show something later than a run overlaps.
    /// </summary>
    public async Task CompareAsync(CancellationToken stop)
    {
        var end = WholeSecond(time.GetUtcNow() - options.Value.After);
        var served = await lines.FindAsync(stop);
        var pass = new ReconciliationPass(end, (await watermarks.ReadAsync(stop)).Looks, log);
        foreach (var (from, to) in Steps(end - TimeSpan.FromDays(2), end))
            await LookAsync(served, from, to, pass, stop);
        if (pass.Found > 0)
            LogDone(pass.Found);
    }

    // A number that leads elsewhere now is ours no longer; until when it was is kept, for the day on which it leads here again.
    private static Watermark Leave(Watermark mark, IReadOnlyList<ServedLine> served, DateTimeOffset settled)
    {
        var numbers = NumbersOf(served);
        var behind = mark.Behind.ToDictionary();
        foreach (var number in mark.Lines?.Except(numbers) ?? [])
            behind[number] = settled;
        return mark with { Lines = mark.Lines?.Intersect(numbers).ToList() ?? numbers, Behind = behind };
    }

    // A number that did not lead here until now is looked back at, to where it last did or as on a first run: whatever it led to, its
    // callers meant this line. Each step is noted, since a gap of weeks takes longer than a run may.
    private async Task<(Watermark Mark, int Found)> CatchUpAsync(
        ServedLine line, Watermark mark, DateTimeOffset end, FirstLooks looks, int found, CancellationToken stop)
    {
        var pass = new ReconciliationPass(end, looks, log);
        var settled = mark.Behind.TryGetValue(line.Number, out var left) ? left : end - options.Value.FirstReach;
        foreach (var (from, to) in Steps(settled - options.Value.Overlap, end))
        {
            await LookAsync([line], from, to, pass, stop);
            if (pass.SettledUntil(to) is var until && until > settled)
                settled = until;
            var behind = mark.Behind.ToDictionary();
            behind[line.Number] = settled;
            mark = await watermarks.MoveAsync(mark, mark with { Behind = behind }, found + pass.Found, stop);
        }

        // What is held back from before the mark is looked at again, as that of a number that is new still; the mark waits for the rest.
        if (settled >= mark.At || settled >= end)
            mark = await watermarks.MoveAsync(
                mark,
                mark with
                {
                    Lines = [.. mark.Lines!, line.Number],
                    Behind = mark.Behind.Where(one => one.Key != line.Number).ToDictionary(),
                },
                found + pass.Found, stop);
        return (mark, found + pass.Found);
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
        IReadOnlyList<ServedLine> served, DateTimeOffset from, DateTimeOffset to, ReconciliationPass pass, CancellationToken stop)
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
