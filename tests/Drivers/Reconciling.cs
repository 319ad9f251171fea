using Azure.Messaging.ServiceBus;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.Drivers;

/// <summary>Runs reconciliation on a test's line.</summary>
internal static class Reconciling
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Runs it once, to its end.</summary>
    public static async Task ReconcileAsync(this Line line)
    {
        var before = await RanAsync(line);
        await line.FireIntakeAsync("ReconcileTwilio");
        await Eventually.TrueAsync(async () => await RanAsync(line) is { } ran && ran != before, Stop);
    }

    /// <summary>How far it has come; null before it has noted anything.</summary>
    public static async Task<DateTimeOffset?> WatermarkAsync(this Line line) =>
        (await line.RowsAsync()).SingleOrDefault(row => row.RowKey == "watermark")?.GetDateTimeOffset("At");

    /// <summary>What waits on <c>tips</c>, repeats and all, once nothing is on its way there any more.</summary>
    public static async Task<IReadOnlyList<string>> SettledAsync(this Line line)
    {
        IReadOnlyList<string> ids = [];
        await Eventually.TrueAsync(
            async () =>
            {
                ids = await WaitingAsync(line, "tips");
                return (await WaitingAsync(line, "intake")).Count == 0
                    && !(await line.RowsAsync()).Any(row => row.RowKey.StartsWith("outbox|", StringComparison.Ordinal));
            },
            Stop);
        return ids;
    }

    /// <summary>So many messages wait on <c>tips</c> before the act and after it.</summary>
    public static async Task AssertNothingMoreAsync(Line line, int count, Func<Task> act)
    {
        Assert.Equal(count, (await line.SettledAsync()).Count);
        await act();
        Assert.Equal(count, (await line.SettledAsync()).Count);
    }

    /// <summary>Loses these webhooks of everything that follows.</summary>
    public static void Lose(this Line line, params string[] kinds) => line.Twilio.Misbehaviour.Dropped.UnionWith(kinds);

    /// <summary>Loses every webhook that tells of what was said in a call; the caller hears the line as usual.</summary>
    public static void LoseAllCallbacks(this Line line) =>
        line.Lose(WebhookKind.Recorded, WebhookKind.Recording, WebhookKind.Transcript, WebhookKind.Status);

    private static async Task<IReadOnlyList<string>> WaitingAsync(Line line, string queue)
    {
        await using var bus = new ServiceBusClient(line.Broker.ConnectionString);
        await using var receiver = bus.CreateReceiver(queue);
        var ids = new List<string>();
        for (long from = 0; await receiver.PeekMessagesAsync(200, from, Stop) is { Count: > 0 } page; from = page[^1].SequenceNumber + 1)
            ids.AddRange(page.Select(message => message.MessageId));
        return ids;
    }

    // The version of the row that ends a run; null where none has ended: a first one goes through a day, step by step.
    private static async Task<string?> RanAsync(Line line)
    {
        var row = (await line.RowsAsync()).SingleOrDefault(row => row.RowKey == "watermark");
        return row?.GetDateTimeOffset("At") >= DateTimeOffset.UtcNow.AddMinutes(-10) ? row!.ETag.ToString() : null;
    }
}
