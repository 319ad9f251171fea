using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hotline.Local.Bench;

/// <summary>Asks an app for answers: one after another on some connections, or at moments that nobody's slowness moves.</summary>
internal static class Asking
{
    // More than any machine of this size can have open at once to advantage.
    private const int MaxConnections = 512;

    /// <summary>Keeps so many connections busy until all webhooks are answered.</summary>
    public static async Task<Latencies> ClosedAsync(
        MeasuredApp app, IReadOnlyCollection<SignedWebhook> webhooks, int connections, CancellationToken stop)
    {
        var latencies = new Latencies();
        var left = new ConcurrentQueue<SignedWebhook>(webhooks);
        using var client = app.NewClient(connections);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            while (left.TryDequeue(out var webhook))
                await SendAsync(client, webhook, Stopwatch.GetTimestamp(), latencies, stop);
        }));
        return latencies;
    }

    /// <summary>
    /// Asks for each at its moment, whether or not earlier ones are answered; what comes late for whatever reason, this process's own
    /// included, counts as slow (https://www.scylladb.com/2021/04/22/on-coordinated-omission/).
    /// </summary>
    /// <param name="app">Who is asked.</param>
    /// <param name="arrivals">The moments, in order, and what arrives at each.</param>
    /// <param name="latenciesOf">Where a step's answers are noted.</param>
    /// <param name="retries">Brings transcripts again that were not taken, as Twilio does; null: nothing is brought again.</param>
    public static async Task OpenAsync(
        MeasuredApp app, IEnumerable<(TimeSpan At, SignedWebhook Webhook)> arrivals, Func<Step, Latencies> latenciesOf,
        CancellationToken stop, Retries? retries = null)
    {
        using var client = app.NewClient(MaxConnections);
        var asked = new List<Task>();
        var began = Stopwatch.GetTimestamp();
        foreach (var (at, webhook) in arrivals)
        {
            while (at - Stopwatch.GetElapsedTime(began) is var early && early > TimeSpan.Zero)
                await Task.Delay(early < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : early, stop);
            var due = began + (long)(at.TotalSeconds * Stopwatch.Frequency);
            asked.Add(SendAsync(client, webhook, due, latenciesOf(webhook.Step), stop, webhook.Step == Step.Transcript ? retries : null));
        }

        await Task.WhenAll(asked);
    }

    /// <summary>Asks for one answer, and brings the webhook again where that is asked for.</summary>
    /// <param name="client">A client of the app.</param>
    /// <param name="webhook">What is asked.</param>
    /// <param name="due">When, in ticks of the stopwatch.</param>
    /// <param name="latencies">Where the first answer is noted.</param>
    /// <param name="retries">What brings it again; null: nothing.</param>
    public static async Task SendAsync(
        HttpClient client, SignedWebhook webhook, long due, Latencies latencies, CancellationToken stop, Retries? retries = null)
    {
        var failure = await Attempt.SendAsync(client, webhook, retries?.Reading ?? Attempt.Patience, stop);
        if (failure is null)
            latencies.Add(Stopwatch.GetElapsedTime(due));
        else
            latencies.Fail(failure.What);
        if (failure is not null && retries is not null)
            await retries.SendAsync(client, webhook, failure, due, stop);
    }
}
