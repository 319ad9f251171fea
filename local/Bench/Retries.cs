using System.Collections.Concurrent;
using System.Diagnostics;
using Hotline.Contracts;
using Hotline.Local.Twilio.Webhooks;

namespace Hotline.Local.Bench;

/// <summary>Brings transcripts again that were not taken, as Twilio does by the overrides of our own callback, and counts what comes of it.</summary>
internal sealed class Retries
{
    private readonly ConnectionOverrides overrides =
        ConnectionOverrides.Of(WebhookRoutes.At(new Uri(SignedWebhook.PublicUrl), WebhookRoutes.Transcript), 1);

    private readonly ConcurrentDictionary<string, int> failures = new();
    private int taken;
    private int lost;

    /// <summary>How long a try waits for its answer.</summary>
    public TimeSpan Reading => overrides.Reading;

    /// <summary>How many transcripts a retry brought.</summary>
    public int Taken => taken;

    /// <summary>How many were not taken by the last retry either.</summary>
    public int Lost => lost;

    /// <summary>What retries got instead of a good answer, and how often.</summary>
    public IReadOnlyDictionary<string, int> Failures => failures;

    /// <summary>Sends a webhook again, at once, until it is taken or Twilio gives up.</summary>
    /// <param name="client">A client of the app.</param>
    /// <param name="webhook">What was not taken.</param>
    /// <param name="failure">What the first try got.</param>
    /// <param name="due">When that was due, in ticks of the stopwatch.</param>
    public async Task SendAsync(HttpClient client, SignedWebhook webhook, Failure failure, long due, CancellationToken stop)
    {
        var last = failure;
        for (var tries = 1; last is not null && overrides.AllowRetry(last.Policy, tries, Left()); tries++)
        {
            last = await Attempt.SendAsync(client, webhook, Left() < Reading ? Left() : Reading, stop);
            if (last is not null)
                failures.AddOrUpdate(last.What, 1, (_, times) => times + 1);
        }

        Interlocked.Increment(ref last is null ? ref taken : ref lost);

        TimeSpan Left() => overrides.Total - Stopwatch.GetElapsedTime(due);
    }
}
