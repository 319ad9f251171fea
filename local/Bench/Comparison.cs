namespace Hotline.Local.Bench;

/// <summary>How much is asked in a comparison.</summary>
/// <param name="Pairs">How often both are measured, in alternation.</param>
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
/// Measures our intake worker and the plain version side by side. Receipts are made before and behind what is measured, and measured for
/// themselves: texts come from senders who have theirs.
/// </summary>
internal sealed class Comparison(Ground ground, Amounts amounts, Action<string> say)
{
    // The pool rests four times as long as a receipt took: up to a second and a half on a busy machine.
    internal static readonly TimeSpan ReceiptsPause = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly Step[] Steps = Enum.GetValues<Step>();

    private int senders = Amounts.Senders;

    public Figures Ours { get; } = new("Hotline");

    /// <summary>The plain version's.</summary>
    public Figures Peers { get; } = new("plain Node");

    /// <summary>Measures.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        for (var n = 1; n < amounts.Starts; n++)
        {
            say($"Start {n} of {amounts.Starts}");
            await InTurnAsync(n, StartAndStopAsync);
        }

        say("Requests to storage and bus");
        // A timer's requests are no webhook's.
        await CountAsync(
            (storage, stop) => Apps.StartOursAsync(
                storage, ground.Bus, ground.Keys, stop, "SweepOutbox", "Tick"),
            "tips", Ours, stop);
        await CountAsync(StartPeerAsync, "peer", Peers, stop);

        await using var ours = await StartOursAsync(ground.Azurite.ConnectionString, stop);
        await using var peer = await StartPeerAsync(ground.Azurite.ConnectionString, stop);
        Ours.Start.Add(ours.Start.TotalMilliseconds);
        Peers.Start.Add(peer.Start.TotalMilliseconds);
        say("Warming up, and the first receipts");
        await WarmAsync(ours, stop);
        await WarmAsync(peer, stop);
        say("First texts, whose receipts are given and made");
        Ours.Receipt.Add(await FirstTextsAsync(ours, stop));
        for (var n = 0; n < amounts.Pairs; n++)
        {
            say($"Pair {n + 1} of {amounts.Pairs}");
            await InTurnAsync(n, isOurs => MeasureAsync(isOurs ? ours : peer, isOurs ? Ours : Peers, stop));
        }

        Ours.Memory.Add(ProcessFigures.PeakMemory(ours.ProcessId));
        Peers.Memory.Add(ProcessFigures.PeakMemory(peer.ProcessId));

        async Task StartAndStopAsync(bool isOurs)
        {
            await using var app = await (isOurs ? (Func<string, CancellationToken, Task<MeasuredApp>>)StartOursAsync : StartPeerAsync)(
                ground.Azurite.ConnectionString, stop);
            (isOurs ? Ours : Peers).Start.Add(app.Start.TotalMilliseconds);
        }
    }

    // Who is first changes with each pair.
    private static async Task InTurnAsync(int n, Func<bool, Task> measure)
    {
        await measure(n % 2 == 0);
        await measure(n % 2 != 0);
    }

    private Task<MeasuredApp> StartOursAsync(string storage, CancellationToken stop) =>
        Apps.StartOursAsync(storage, ground.Bus, ground.Keys, stop);

    private Task<MeasuredApp> StartPeerAsync(string storage, CancellationToken stop) =>
        Apps.StartPeerAsync(Apps.Peer, storage, ground.Bus, stop);

    private async Task CountAsync(
        Func<string, CancellationToken, Task<MeasuredApp>> start, string queue, Figures figures, CancellationToken stop)
    {
        await using var counter = await StorageCounter.StartAsync(ground.Azurite, stop);
        await using var app = await start(counter.ConnectionString, stop);
        foreach (var step in Steps)
        {
            // The first of each opens what later ones have open: links, the day's pepper, the sender's thread.
            await app.AskAsync(step, SignedWebhook.Number(1), stop);
            await app.SettleAsync(Pause, stop);
            await ground.DrainAsync(queue, stop);
            var before = counter.Requests;
            await app.AskAsync(step, SignedWebhook.Number(1), stop);
            await app.SettleAsync(Pause, stop);
            figures.Requests[step] = (counter.Requests - before, await ground.DrainAsync(queue, stop));
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
            await app.SettleAsync(Pause, stop);
        }
    }

    private async Task<double> FirstTextsAsync(MeasuredApp app, CancellationToken stop)
    {
        await app.SettleAsync(ReceiptsPause, stop);
        var before = ProcessFigures.Cpu(app.ProcessId);
        for (var n = 0; n < amounts.Receipts; n++)
            await app.AskAsync(Step.Text, SignedWebhook.Number(senders++), stop);
        await app.SettleAsync(ReceiptsPause, stop);
        return (ProcessFigures.Cpu(app.ProcessId) - before).TotalMilliseconds / amounts.Receipts;
    }

    private async Task MeasureAsync(MeasuredApp app, Figures figures, CancellationToken stop)
    {
        foreach (var step in Steps)
        {
            var webhooks = Make(app, step, amounts.Webhooks);
            var (before, host) = (ProcessFigures.Cpu(app.ProcessId), HostCpu(app));
            var latencies = await Asking.ClosedAsync(app, webhooks, Amounts.Connections, stop);
            await app.SettleAsync(Pause, stop);
            figures.Cpu[step].Add((ProcessFigures.Cpu(app.ProcessId) - before).TotalMilliseconds / amounts.Webhooks);
            figures.HostCpu.Add((HostCpu(app) - host).TotalMilliseconds / amounts.Webhooks);
            figures.Busy[step].Add(latencies);
        }

        var atRate = new Latencies();
        var arrivals = Enumerable.Range(0, amounts.Rate * amounts.Seconds)
            .Select(n => (
                TimeSpan.FromSeconds((double)n / amounts.Rate),
                SignedWebhook.New(app, Steps[n % Steps.Length], SignedWebhook.Number(n % Amounts.Senders)))).ToList();
        var cpu = ProcessFigures.Cpu(app.ProcessId);
        await Asking.OpenAsync(app, arrivals, _ => atRate, stop);
        await app.SettleAsync(Pause, stop);
        figures.CpuAtRate.Add((ProcessFigures.Cpu(app.ProcessId) - cpu).TotalMilliseconds / arrivals.Count);
        figures.AtRate.Add(atRate);
    }

    private static TimeSpan HostCpu(MeasuredApp app) => app.HostId is { } host ? ProcessFigures.Cpu(host) : TimeSpan.Zero;

    private static List<SignedWebhook> Make(MeasuredApp app, Step step, int count) =>
        [.. Enumerable.Range(0, count).Select(n => SignedWebhook.New(app, step, SignedWebhook.Number(n % Amounts.Senders)))];
}
