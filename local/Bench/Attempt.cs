using System.Globalization;

namespace Hotline.Local.Bench;

/// <summary>One request for a webhook.</summary>
internal static class Attempt
{
    /// <summary>As long as Twilio waits for an answer where nobody tells it otherwise.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Asks once.</summary>
    /// <param name="client">A client of the app.</param>
    /// <param name="webhook">What is asked.</param>
    /// <param name="patience">How long to wait for the answer.</param>
    /// <returns>Null where it was answered well.</returns>
    public static async Task<Failure?> SendAsync(HttpClient client, SignedWebhook webhook, TimeSpan patience, CancellationToken stop)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(stop);
        within.CancelAfter(patience);
        try
        {
            using var request = webhook.ToRequest();
            using var answer = await client.SendAsync(request, within.Token);
            var status = (int)answer.StatusCode;
            return !answer.IsSuccessStatusCode ? new Failure(Text($"{status}"), status < 500 ? "4xx" : "5xx")
                : answer.Content.Headers.ContentLength is 0 ? new Failure(Text($"{status}, empty"), null)
                : null;
        }
        catch (HttpRequestException e)
        {
            return new Failure($"{e.HttpRequestError}", e.HttpRequestError == HttpRequestError.ConnectionError ? "ct" : "rt");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Failure("no answer in time", "rt");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What came instead of a good answer.</summary>
/// <param name="What">A status mostly, as it is printed.</param>
/// <param name="Policy">What Twilio's retry policies call it; null: it takes that for an answer.</param>
internal sealed record Failure(string What, string? Policy);
