using Hotline.Local.Bench;
using Hotline.Local.Loopback;
using Hotline.Local.Twilio.Account;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline load --instances N</c>: whether a burst is kept while its workers come and go.</summary>
internal static class ScaledLoad
{
    // It ends a run that would hang; what is late shows by the sweeps.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs it.</summary>
    /// <returns>0 when nothing is missing, late or twice.</returns>
    public static async Task<int> RunAsync(int instances, int rate, TimeSpan lasts, CancellationToken stop)
    {
        Console.WriteLine("Azurite, the broker and the workers …");
        await using var ground = await Ground.StartAsync(stop);
        await using var intake = await ScaledIntake.StartAsync(ground, instances, stop);
        Console.WriteLine(
            $"{intake.Instances.Count} worker processes: {Counted(intake.Instances.CountBy(instance => instance.Group.Name))}");
        Console.WriteLine($"{rate} calls and texts a second for {lasts.TotalSeconds:0} s …");
        var burst = new Burst(intake, Console.WriteLine);
        var reports = await burst.RunAsync(rate, lasts, stop);
        var told = reports.SelectMany(report => report.Went.Exchanges).ToList();
        Console.WriteLine($"""
            {reports.Count} reports in {told.Count} webhooks: {told.Count(one => one.Tries > 1)} took more than one try.
            The last answer to each: {Counted(told.CountBy(AnswerOf).OrderBy(answer => answer.Key))}.
            Killed: {Counted(burst.Killed)}. Scaled in: {string.Join(", ", burst.ScaledIn)}.
            Waiting for the sweep and the jobs …
            """);
        var account = await SettleAsync(ground, intake, [.. reports.SelectMany(GivenPart.Of)], stop);
        Console.WriteLine(account);
        return account.IsWhole ? 0 : 1;
    }

    private static async Task<BurstAccount> SettleAsync(
        Ground ground, ScaledIntake intake, IReadOnlyCollection<GivenPart> given, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        var last = given.Max(part => part.Answered)
            ?? throw new CommandException("No webhook was answered with 2xx: the workers do not run.");
        while (true)
        {
            var account = await BurstAccount.CountAsync(ground.Bus, intake, given, stop);
            var isSwept = intake.SweptBy(last) is not null;
            if (isSwept && (account.Missing.Count == 0 || limit.IsCancellationRequested))
                return account;
            if (limit.IsCancellationRequested)
                throw new CommandException($"The sweep did not run within {Patience.TotalMinutes:0} minutes: what is late can't be told.");
            if (given.Any(part => part.Answered is null))
                await intake.ReconcileAsync(stop);
            await Task.Delay(TimeSpan.FromSeconds(2), limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.ThrowIfCancellationRequested();
        }
    }

    private static string AnswerOf(WebhookExchange told) => told.Status == 0 ? $"{told.Kind} not at all" : $"{told.Kind} {told.Status}";

    private static string Counted(IEnumerable<KeyValuePair<string, int>> groups) =>
        string.Join(", ", groups.Select(group => $"{group.Value} {group.Key}"));
}
