namespace Hotline.Local.Bench;

/// <summary>
/// Calls our intake worker at rates that nobody's slowness moves: each arrival is a call, and a second later its transcript, which is
/// brought again where it is not taken.
/// </summary>
internal sealed class LoadRun(Ground ground, MeasuredApp app)
{
    private static readonly TimeSpan TranscriptAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(500);

    private int calls;

    /// <summary>Lets the worker's receipts be made, and its code be compiled.</summary>
    public async Task WarmAsync(int webhooks, CancellationToken stop)
    {
        for (var time = 0; time < 2; time++)
        {
            foreach (var step in new[] { Step.Call, Step.Transcript })
            {
                var made = Enumerable.Range(0, webhooks).Select(n => SignedWebhook.New(app, step, SignedWebhook.Number(n))).ToList();
                await Asking.ClosedAsync(app, made, Amounts.Connections, stop);
            }

            await app.SettleAsync(Comparison.ReceiptsPause, stop);
        }
    }

    /// <summary>So many new calls a second, evenly, for so long.</summary>
    public async Task<LoadStep> RunAsync(int rate, TimeSpan lasts, CancellationToken stop)
    {
        var arrivals = new List<(TimeSpan At, SignedWebhook Webhook)>();
        for (var n = 0; n < rate * lasts.TotalSeconds; n++)
        {
            var (at, from, sid) = (TimeSpan.FromSeconds((double)n / rate), SignedWebhook.Number(calls++), SignedWebhook.Sid("CA"));
            arrivals.Add((at, SignedWebhook.Of(app, Step.Call, from, sid)));
            arrivals.Add((at + TranscriptAfter, SignedWebhook.Of(app, Step.Transcript, from, sid)));
        }

        var (greetings, transcripts, retries) = (new Latencies(), new Latencies(), new Retries());
        var (before, began) = (Cpu(), TimeProvider.System.GetTimestamp());
        await Asking.OpenAsync(
            app, arrivals.OrderBy(arrival => arrival.At), step => step == Step.Call ? greetings : transcripts, stop, retries);
        var took = TimeProvider.System.GetElapsedTime(began);
        await app.SettleAsync(Calm, stop);
        var all = TimeProvider.System.GetElapsedTime(began) - Calm;
        all = all > took ? all : took;
        var after = Cpu();
        var cores = after.ToDictionary(part => part.Key, part => (part.Value - before[part.Key]) / all);
        return new LoadStep(rate, greetings, transcripts, retries, took, all - took, cores);
    }

    private Dictionary<string, TimeSpan> Cpu() => new()
    {
        ["worker"] = ProcessFigures.Cpu(app.ProcessId),
        ["host"] = ProcessFigures.Cpu(app.HostId!.Value),
        ["Azurite"] = ProcessFigures.Cpu(ground.Azurite.ProcessId),
        ["broker and callers"] = ProcessFigures.Cpu(Environment.ProcessId),
    };
}
