using System.Diagnostics;
using System.Globalization;
using Hotline.Platform.Storage;
using Hotline.Review.Audit;
using Hotline.Review.Ledger;
using Hotline.Review.Table;

namespace Hotline.Tests.EndToEnd.Chaos;

/// <summary>What a run is.</summary>
/// <param name="Seed">Gives the same plan of faults and the same reporters again; what meets what is the machine's.</param>
/// <param name="Time">How long things break.</param>
/// <param name="AtOnce">How many report at once.</param>
/// <param name="Pause">How long each waits before the next report.</param>
internal sealed record ChaosOptions(int Seed, TimeSpan Time, int AtOnce, TimeSpan Pause)
{
    /// <summary>What breaks.</summary>
    public IReadOnlyList<Fault> Kinds { get; init; } = Fault.Kinds;

    /// <summary>How many faults there are at least, however long they take.</summary>
    public int MinFaults { get; init; }

    /// <summary>How long at most nothing new breaks.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Settings of the intake apps beside the usual ones.</summary>
    public IReadOnlyDictionary<string, string> Intake { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Whether each app's functions run in groups, each in a worker of its own, as Flex Consumption scales them; else one worker runs all.
    /// </summary>
    public bool AreGrouped { get; init; }

    /// <summary>How long it may take, once nothing breaks any more, until reviewers have everything.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>How a run went.</summary>
internal sealed record ChaosReport(
    int Seed, IReadOnlyDictionary<string, int> Reports, int GivenUp, IReadOnlyDictionary<string, int> Faults, Account Account,
    int Forgotten, IReadOnlyList<string> Audit, TimeSpan Settled, string Last)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        Seed {Seed}: {Reports.Values.Sum()} reports accepted ({string.Join(", ", Reports.OrderBy(kind => kind.Key).Select(kind => $"{kind.Value} {kind.Key}s"))}), {GivenUp} forms and answers given up by their writers
        {Faults.Values.Sum()} faults: {string.Join(", ", Faults.OrderBy(fault => fault.Key).Select(fault => $"{fault.Value} {fault.Key}"))}
        {Settled.TotalSeconds:0} s after the last fault: {Account}
        {Last}
        {Account.Bytes} bytes of evidence compared; {Forgotten} texts that intake took and nobody will be told of; the audit has {Audit.Count} findings {string.Join("; ", Audit.Take(5))}
        """);
}

/// <summary>People report while things break by a seeded plan; then it is quiet, and the accountant counts.</summary>
internal static class ChaosRun
{
    /// <summary>Runs it.</summary>
    public static async Task<ChaosReport> RunAsync(ChaosOptions options, Action<string> say, CancellationToken stop)
    {
        await using var world = await ChaosWorld.StartAsync(options, stop);
        var reporters = new Reporters(world, options.Seed);
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(stop);
        say("The line stands; people report, and things break.");
        var reporting = reporters.RunAsync(options.AtOnce, options.Pause, closing.Token);
        var faults = await BreakAsync(world, options, say, stop);
        var quiet = Stopwatch.GetTimestamp();
        await closing.CancelAsync();
        await reporting.WaitAsync(TimeSpan.FromMinutes(5), stop);
        say($"Nothing breaks any more; {reporters.Accepted.Count} reports are to be accounted for.");
        var (account, last) = await SettleAsync(world, reporters, options.Patience, say, stop);
        var settled = Stopwatch.GetElapsedTime(quiet);
        var audit = await new AuditCheck(
            new RoomTable(world.ReviewTable, ReviewKeys.ReviewShards), new EventContainer(world.Container("events")),
            new PartContainer(world.Container("parts")), TimeProvider.System).VerifyAsync(stop);
        return new ChaosReport(
            options.Seed, reporters.Accepted.CountBy(report => report.Kind).ToDictionary(), reporters.GivenUp, faults, account,
            await new Accountant(world).ForgottenAsync(reporters.Accepted, stop),
            [.. audit.Findings.Select(finding => finding.ToString())], settled, last);
    }

    // Every kind comes once before one comes again; some overlap.
    private static async Task<IReadOnlyDictionary<string, int>> BreakAsync(
        ChaosWorld world, ChaosOptions options, Action<string> say, CancellationToken stop)
    {
        var (random, struck, begun, said) = (new Random(options.Seed), new SortedDictionary<string, int>(), Stopwatch.GetTimestamp(), 0);
        var deck = new Queue<Fault>();
        while (Stopwatch.GetElapsedTime(begun) < options.Time || struck.Values.Sum() < options.MinFaults)
        {
            if (deck.Count == 0)
                deck = new Queue<Fault>(options.Kinds.Where(kind => kind.IsPossible(world)).OrderBy(_ => random.Next()));
            var fault = deck.Dequeue();
            var striking = fault.StrikeAsync(world, new Random(random.Next()), stop);
            if (random.Next(3) == 0 && fault.Overlaps && deck.TryPeek(out var other) && other.Overlaps)
            {
                await Task.WhenAll(striking, deck.Dequeue().StrikeAsync(world, new Random(random.Next()), stop));
                struck[other.Name] = struck.GetValueOrDefault(other.Name) + 1;
            }

            await striking;
            struck[fault.Name] = struck.GetValueOrDefault(fault.Name) + 1;
            await Task.Delay(random.NextDouble() * options.Rest, stop);
            if ((int)Stopwatch.GetElapsedTime(begun).TotalSeconds / 30 > said)
                say($"{++said * 30} s: {struck.Values.Sum()} faults");
        }

        return struck;
    }

    // And what the last ones to come waited for, as it was when they were last missing.
    private static async Task<(Account Account, string Last)> SettleAsync(
        ChaosWorld world, Reporters reporters, TimeSpan patience, Action<string> say, CancellationToken stop)
    {
        var begun = Stopwatch.GetTimestamp();
        var (accountant, last) = (new Accountant(world), "Nothing was still to come.");
        while (true)
        {
            await ChaosWorld.TryFireAsync(world.Intakes[0], world.IntakeTable, "ReconcileTwilio", stop);
            await ChaosWorld.TryFireAsync(world.Review, world.ReviewTable, "SweepOutbox", stop);
            await Task.Delay(5000, stop);
            var account = await accountant.CountAsync(reporters.Accepted, stop);
            if (account.Missing.Count > 0)
                last = $"The last {account.Missing.Count} to come ({Kinds(account.Missing)}) waited for: {await Waiting.OfAsync(world, stop)}";
            say(account.Missing.Count > 0 ? last : "Everything is there.");
            if (account.Missing.Count == 0 || account.Twice.Count > 0 || account.Altered.Count > 0
                || Stopwatch.GetElapsedTime(begun) > patience)
                return (account, last);
        }
    }

    // "recording-RE… of a call" without its sid.
    private static string Kinds(IEnumerable<string> missing) => string.Join(
        ", ", missing.CountBy(what => string.Join(' ', what.Split(' ').Select(word => word.Split('-')[0])))
            .Select(kind => $"{kind.Value} {kind.Key}"));
}
