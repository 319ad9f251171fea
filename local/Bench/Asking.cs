using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

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
    public static async Task OpenAsync(
        MeasuredApp app, IEnumerable<(TimeSpan At, SignedWebhook Webhook)> arrivals, Func<Step, Latencies> latenciesOf,
        CancellationToken stop)
    {
        using var client = app.NewClient(MaxConnections);
        var asked = new List<Task>();
        var began = Stopwatch.GetTimestamp();
        foreach (var (at, webhook) in arrivals)
        {
            while (at - Stopwatch.GetElapsedTime(began) is var early && early > TimeSpan.Zero)
                await Task.Delay(early < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : early, stop);
            var due = began + (long)(at.TotalSeconds * Stopwatch.Frequency);
            asked.Add(SendAsync(client, webhook, due, latenciesOf(webhook.Step), stop));
        }

        await Task.WhenAll(asked);
    }

    private static async Task SendAsync(HttpClient client, SignedWebhook webhook, long due, Latencies latencies, CancellationToken stop)
    {
        try
        {
            using var request = webhook.ToRequest();
            using var answer = await client.SendAsync(request, stop);
            if (answer.IsSuccessStatusCode && answer.Content.Headers.ContentLength is null or > 0)
                latencies.Add(Stopwatch.GetElapsedTime(due));
            else
                latencies.Fail(string.Create(
                    CultureInfo.InvariantCulture, $"{(int)answer.StatusCode}{(answer.IsSuccessStatusCode ? ", empty" : "")}"));
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            latencies.Fail(e is HttpRequestException { HttpRequestError: var error } ? $"{error}" : "no answer in 15 s");
        }
    }
}
