using Hotline.Intake.Receipts;
using Hotline.Local.Loopback;

namespace Hotline.Local.Bench;

/// <summary>How much is asked in a comparison.</summary>
/// <param name="Pairs">How often each is measured, in turn.</param>
/// <param name="Webhooks">How many of each step, each time.</param>
/// <param name="Rate">Webhooks a second in the part with a fixed rate.</param>
/// <param name="Seconds">How long that part takes.</param>
/// <param name="Starts">How often each is started.</param>
internal sealed record Amounts(int Pairs, int Webhooks, int Rate, int Seconds, int Starts)
{
    /// <summary>Connections of the part that keeps them all busy.</summary>
    public const int Connections = 16;

    /// <summary>Senders of texts, all of whom have their receipt before anything is measured.</summary>
    public const int Senders = 16;

    /// <summary>First texts whose receipts are made while that is measured.</summary>
    public int Receipts => Math.Min(8, Webhooks);
}

/// <summary>
/// Measures our intake worker and its peers side by side. Receipts are made before and behind what is measured, and measured for
/// themselves: texts come from senders who have theirs.
/// </summary>
internal sealed class Comparison(Ground ground, Amounts amounts, Action<string> say)
{
    // Receipts that callers are expected to need are made meanwhile, two at a time.
    internal static readonly TimeSpan ReceiptsPause = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly Step[] Steps = Enum.GetValues<Step>();

    private int senders = Amounts.Senders;

    /// <summary>What was measured of each.</summary>
    public IReadOnlyDictionary<Contender, Figures> Figures { get; } = Contenders.All.ToDictionary(one => one, _ => new Figures());

    /// <summary>Measures.</summary>
    /// <exception cref="CommandException">An app does not start, answers wrongly, or does not store what it is compared for.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        for (var n = 1; n < amounts.Starts; n++)
        {
            say($"Start {n} of {amounts.Starts}");
            foreach (var contender in InTurn(n))
            {
                await using var app = await StartAsync(contender, stop);
            }
        }

        say("Requests to storage and bus");
        foreach (var contender in Contenders.All)
            await CountAsync(contender, stop);

        var apps = new Dictionary<Contender, MeasuredApp>();
        try
        {
            foreach (var contender in Contenders.All)
                apps[contender] = await StartAsync(contender, stop);
            await RunAsync(apps, stop);
        }
        finally
        {
            foreach (var app in apps.Values)
                await app.DisposeAsync();
        }

        say("Without receipts");
        Figures[Contender.Hotline].MemoryWithoutReceipts.Add(await PeakWithoutReceiptsAsync(stop));
    }

    private async Task RunAsync(Dictionary<Contender, MeasuredApp> apps, CancellationToken stop)
    {
        say("Warming up, and the first receipts");
        foreach (var app in apps.Values)
            await WarmAsync(app, stop);
        for (var n = 0; n < amounts.Pairs; n++)
        {
            say($"Round {n + 1} of {amounts.Pairs}");
            foreach (var contender in InTurn(n))
            {
                await MeasureBusyAsync(apps[contender], Figures[contender], stop);
                await MeasureAtRateAsync(apps[contender], Figures[contender], stop);
            }
        }

        // At the end: the callers of a round would have what they take made again.
        say("First texts, whose receipts are given and made");
        Figures[Contender.Hotline].Receipt.Add(await FirstTextsAsync(apps[Contender.Hotline], stop));
        foreach (var (contender, app) in apps)
        {
            var peak = ProcessFigures.PeakMemory(app.ProcessId);
            Figures[contender].Memory.Add(peak);
            if (contender != Contender.Hotline)
                Figures[contender].MemoryWithoutReceipts.Add(peak);
        }
    }

    // Who is first changes with each round.
    private static IEnumerable<Contender> InTurn(int n) =>
        Contenders.All.Select((_, at) => Contenders.All[(n + at) % Contenders.All.Count]);

    private async Task<MeasuredApp> StartAsync(Contender contender, CancellationToken stop)
    {
        var app = await Apps.StartAsync(contender, ground, ground.Azurite.ConnectionString, stop);
        Figures[contender].Start.Add(app.Start.TotalMilliseconds);
        return app;
    }

    // A peer that answers and stores nothing would be fast.
    private async Task CountAsync(Contender contender, CancellationToken stop)
    {
        await using var counter = await StorageCounter.StartAsync(ground.Azurite, stop);
        await using var app = await (contender == Contender.Hotline
            ? Apps.StartOursAsync(counter.ConnectionString, ground.Bus, ground.Keys, stop, Apps.WithoutTimers)
            : Apps.StartAsync(contender, ground, counter.ConnectionString, stop));
        foreach (var step in Steps)
        {
            // The first of each opens what later ones have open: links, the day's pepper, the sender's thread.
            await app.AskAsync(step, SignedWebhook.Number(1), stop);
            await app.SettleAsync(app.Rests, stop);
            await ground.DrainAsync(contender.Queue(), stop);
            var before = counter.Requests;
            await app.AskAsync(step, SignedWebhook.Number(1), stop);
            await app.SettleAsync(app.Rests, stop);
            var made = (counter.Requests - before, await ground.DrainAsync(contender.Queue(), stop));
            if (!contender.Stores(step, made))
                throw new CommandException(
                    $"The {contender.Name()} made {made.Item1} requests to storage and {made.Item2} messages for a {step}: that is no comparison.");
            Figures[contender].Requests[step] = made;
        }
    }

    private async Task WarmAsync(MeasuredApp app, CancellationToken stop)
    {
        for (var sender = 0; sender < Amounts.Senders; sender++)
            await app.AskAsync(Step.Text, SignedWebhook.Number(sender), stop);
        await app.SettleAsync(ReceiptsPause, stop);
        // Twice, with a pause in which the runtimes compile what was hot.
        for (var time = 0; time < 2; time++)
        {
            foreach (var step in Steps)
                await Asking.ClosedAsync(app, Make(app, step, amounts.Webhooks), Amounts.Connections, stop);
            await app.SettleAsync(app.Rests, stop);
        }
    }

    private async Task<double> FirstTextsAsync(MeasuredApp app, CancellationToken stop)
    {
        // Those that were made for callers go first.
        for (var n = 0; n < new ReceiptOptions().Ready; n++)
            await app.AskAsync(Step.Text, SignedWebhook.Number(senders++), stop);
        await app.SettleAsync(ReceiptsPause, stop);
        var before = ProcessFigures.Cpu(app.ProcessId);
        for (var n = 0; n < amounts.Receipts; n++)
            await app.AskAsync(Step.Text, SignedWebhook.Number(senders++), stop);
        await app.SettleAsync(ReceiptsPause, stop);
        return (ProcessFigures.Cpu(app.ProcessId) - before).TotalMilliseconds / amounts.Receipts;
    }

    // Its senders have their receipts from the process before it.
    private async Task<double> PeakWithoutReceiptsAsync(CancellationToken stop)
    {
        await using var app = await Apps.StartOursAsync(
            ground.Azurite.ConnectionString, ground.Bus, ground.Keys, stop, Apps.WithoutReceipts);
        await WarmAsync(app, stop);
        for (var n = 0; n < amounts.Pairs; n++)
            await MeasureBusyAsync(app, new Figures(), stop);
        return ProcessFigures.PeakMemory(app.ProcessId);
    }

    private async Task MeasureBusyAsync(MeasuredApp app, Figures figures, CancellationToken stop)
    {
        foreach (var step in Steps)
        {
            var webhooks = Make(app, step, amounts.Webhooks);
            var (before, host) = (ProcessFigures.Cpu(app.ProcessId), HostCpu(app));
            var latencies = await Asking.ClosedAsync(app, webhooks, Amounts.Connections, stop);
            // What one step leaves behind may count in the next; behind the last, all of it has counted.
            await app.SettleAsync(step == Steps[^1] ? app.Rests : Pause, stop);
            figures.Cpu[step].Add((ProcessFigures.Cpu(app.ProcessId) - before).TotalMilliseconds / amounts.Webhooks);
            figures.HostCpu.Add((HostCpu(app) - host).TotalMilliseconds / amounts.Webhooks);
            figures.Busy[step].Add(latencies);
        }
    }

    private async Task MeasureAtRateAsync(MeasuredApp app, Figures figures, CancellationToken stop)
    {
        var arrivals = Enumerable.Range(0, amounts.Rate * amounts.Seconds)
            .Select(n => (
                TimeSpan.FromSeconds((double)n / amounts.Rate),
                SignedWebhook.New(app, Steps[n % Steps.Length], SignedWebhook.Number(n % Amounts.Senders)))).ToList();
        foreach (var step in Steps)
            figures.AtRate[step].Add(new Latencies());
        var before = ProcessFigures.Cpu(app.ProcessId);
        await Asking.OpenAsync(app, arrivals, step => figures.AtRate[step][^1], stop);
        await app.SettleAsync(app.Rests, stop);
        figures.CpuAtRate.Add((ProcessFigures.Cpu(app.ProcessId) - before).TotalMilliseconds / arrivals.Count);
    }

    private static TimeSpan HostCpu(MeasuredApp app) => app.HostId is { } host ? ProcessFigures.Cpu(host) : TimeSpan.Zero;

    private static List<SignedWebhook> Make(MeasuredApp app, Step step, int count) =>
        [.. Enumerable.Range(0, count).Select(n => SignedWebhook.New(app, step, SignedWebhook.Number(n % Amounts.Senders)))];
}
