using System.Diagnostics;
using System.Globalization;
using Hotline.Local.FunctionsHost;
using Hotline.Local.Twilio.Account;

namespace Hotline.Local.Bench;

/// <summary>How a report of the burst went.</summary>
/// <param name="Texter">The number that texted; null: it was a call.</param>
/// <param name="Went">What Twilio requested for it, and what was answered.</param>
internal sealed record BurstReport(string? Texter, ConversationResult Went);

/// <summary>
/// People call and text while busy workers are killed at random, and halfway through one of each group is scaled in.
/// Twilio asks again as often as the webhooks' own addresses say, and falls back where nobody answers.
/// </summary>
internal sealed class Burst(ScaledIntake intake, Action<string> say)
{
    // Few send texts, so that a thread meets several instances at once.
    private const int Texters = 12;

    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MorePause = TimeSpan.FromSeconds(2);

    private long began;

    /// <summary>How many workers were killed, by their group.</summary>
    public SortedDictionary<string, int> Killed { get; } = [];

    /// <summary>The groups of which one went, as at scale-in.</summary>
    public List<string> ScaledIn { get; } = [];

    /// <summary>So many reports a second for so long; ends when each is told, or Twilio has given its webhooks up.</summary>
    public async Task<IReadOnlyList<BurstReport>> RunAsync(int rate, TimeSpan lasts, CancellationToken stop)
    {
        began = Stopwatch.GetTimestamp();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        over.CancelAfter(lasts);
        var killing = KillAsync(over.Token);
        var half = (int)(rate * lasts.TotalSeconds / 2);
        var first = ReportAsync(rate, 0, half, stop);
        var second = ReportAsync(rate, half, 2 * half, stop);
        await Task.WhenAll(ScaleInAsync(lasts / 2, stop), first, second);
        await killing;
        return [.. await first, .. await second];
    }

    private async Task<BurstReport[]> ReportAsync(int rate, int from, int to, CancellationToken stop)
    {
        var reports = new List<Task<BurstReport>>();
        for (var n = from; n < to; n++)
        {
            var early = TimeSpan.FromSeconds((double)n / rate) - Stopwatch.GetElapsedTime(began);
            await Task.Delay(early > TimeSpan.Zero ? early : TimeSpan.Zero, stop);
            reports.Add(n % 2 == 0 ? CallAsync(n, stop) : TextAsync(n, stop));
        }

        return await Task.WhenAll(reports);
    }

    // Every second caller hangs up instead of pressing a key at the end.
    private async Task<BurstReport> CallAsync(int n, CancellationToken stop)
    {
        var script = new CallScript
        {
            From = SignedWebhook.Number(n), Says = [WordsOf(n)], HangUpAfter = n % 4 == 0 ? CallScript.Steps[2] : null,
        };
        return new BurstReport(null, await intake.Twilio.CallAsync(script, null, stop));
    }

    private async Task<BurstReport> TextAsync(int n, CancellationToken stop)
    {
        var script = new TextScript { From = SignedWebhook.Number(n % (2 * Texters)), Body = WordsOf(n) };
        return new BurstReport(script.From, await intake.Twilio.TextAsync(script, null, stop));
    }

    private async Task ScaleInAsync(TimeSpan after, CancellationToken stop)
    {
        await Task.Delay(after, stop);
        foreach (var group in Scaled().Select(instance => instance.Group.Name).Distinct().ToList())
        {
            Say($"a worker of {group} has ended what it ran and is gone, process {await intake.ScaleInAsync(group, stop)}");
            ScaledIn.Add(group);
        }
    }

    private async Task KillAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(LeastPause + (MorePause * Random.Shared.NextDouble()), stop)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var busy = Scaled().Where(instance => !instance.Workers.IsIdle).ToArray();
            var chosen = Random.Shared.GetItems(busy.Length > 0 ? busy : [.. Scaled()], 1)[0];
            if (stop.IsCancellationRequested || await chosen.KillAsync() is not { } process)
                continue;
            Killed[chosen.Group.Name] = Killed.GetValueOrDefault(chosen.Group.Name) + 1;
            Say($"a worker of {chosen.Group.Name} is killed, process {process}");
        }
    }

    private IEnumerable<Instance> Scaled() => intake.Instances.Where(instance => instance.Group.Instances > 1);

    private static string WordsOf(int n) =>
        string.Create(CultureInfo.InvariantCulture, $"This is report {n}. They wrote that they know where she lives, and I am afraid.");

    private void Say(string what) =>
        say(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(began).TotalSeconds,6:0.0} s  {what}"));
}
