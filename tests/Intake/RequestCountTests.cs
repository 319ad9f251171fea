using System.Net;
using Hotline.Platform.Messaging;

namespace Hotline.Tests.Intake;

/// <summary>What each webhook costs: requests to storage and messages, counted between the worker and its storage.</summary>
[Trait("Speed", "slow")]
public sealed class RequestCountTests(SharedParts parts)
{
    // What the timers ask would be counted as well.
    private static readonly (string, string)[] WithoutTimers =
    [
        .. new[] { "SweepOutbox", "Tick", "DoIntakeWork", "KeepReply" }
            .Select(function => ($"AzureWebJobs.{function}.Disabled", "true")),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_costs_one_transaction_a_webhook_and_no_read()
    {
        await using var line = await StartAsync();
        var webhooks = Webhook.OfCall(Webhook.Sid("CA"), Webhook.Sid("RE"));
        // The first of a process asks for what it then knows.
        foreach (var (_, (path, form)) in Webhook.OfCall(Webhook.Sid("CA"), Webhook.Sid("RE")))
            await CostAsync(line, path, form);
        Assert.Equal(new Cost(0, 1, 0), await CostAsync(line, webhooks["answer"]));
        // With the removal of the row behind the answer.
        Assert.Equal(new Cost(0, 1 + 1, 1), await CostAsync(line, webhooks["recording"]));
        Assert.Equal(new Cost(0, 1 + 1, 1), await CostAsync(line, webhooks["transcription"]));
        Assert.Equal(new Cost(0, 1 + 1, 1), await CostAsync(line, webhooks["status"]));
    }

    [Fact]
    public async Task A_recording_s_action_costs_its_own_transaction_and_the_receipt_s()
    {
        await using var line = await StartAsync();
        var cost = await CostAsync(line, Webhook.OfCall(Webhook.Sid("CA"), Webhook.Sid("RE"))["action"]);
        // Both rows may be removed by one transaction or by two.
        Assert.Equal((0, 2), (cost.Reads, cost.Messages));
        Assert.InRange(cost.Writes, 2 + 1, 2 + 2);
    }

    [Fact]
    public async Task A_known_sender_s_text_costs_one_transaction_and_one_message()
    {
        await using var line = await StartAsync();
        var first = await TextAsync(line, "+15005556001");
        // Today's and yesterday's pepper are made, too, by the first text of all.
        Assert.Equal(2, first.Messages);
        Assert.Equal(new Cost(0, 1 + 1, 1), await TextAsync(line, "+15005556001"));
        var other = await TextAsync(line, "+15005556002");
        Assert.Equal((2, 2), (other.Reads, other.Messages));
        Assert.InRange(other.Writes, 2 + 1, 2 + 2);
    }

    [Fact]
    public async Task A_process_that_does_not_know_the_sender_reads_both_days_threads()
    {
        await using var line = await StartAsync();
        await TextAsync(line, "+15005556001");
        await TextAsync(line, "+15005556002");
        await line.RestartIntakeAsync(WithoutTimers);
        await TextAsync(line, "+15005556002");
        Assert.Equal(new Cost(2, 1 + 1, 1), await TextAsync(line, "+15005556001"));
    }

    [Fact]
    public async Task What_another_process_did_to_a_thread_is_read_again()
    {
        await using var line = await StartAsync();
        await TextAsync(line, "+15005556003");
        var thread = (await line.RowsAsync()).Single(row => row.RowKey.StartsWith("thread|", StringComparison.Ordinal));
        await line.Table.UpdateEntityAsync(thread, Azure.ETag.All, cancellationToken: Stop);
        Assert.Equal(2, (await TextAsync(line, "+15005556003")).Reads);
        await line.Table.DeleteEntityAsync(thread, cancellationToken: Stop);
        Assert.Equal(2, (await TextAsync(line, "+15005556003")).Reads);
    }

    private Task<Line> StartAsync() => Line.StartAsync(parts, WithoutTimers);

    private static Task<Cost> TextAsync(Line line, string from) =>
        CostAsync(line, "twilio/messages/receive", Webhook.Text(Webhook.Sid("SM"), "They posted her address.", from));

    private static Task<Cost> CostAsync(Line line, (string Path, (string, string)[] Form) webhook) =>
        CostAsync(line, webhook.Path, webhook.Form);

    private static async Task<Cost> CostAsync(Line line, string path, (string, string)[] form)
    {
        line.Storage.ForgetRequests();
        var before = await MessagesAsync(line);
        Assert.Equal(HttpStatusCode.OK, (await line.Webhook.PostAsync(path, form)).Status);
        // On a busy machine a send may take longer than a texter waits: what stays then is the sweep's, which does not run here.
        await Eventually.TrueAsync(
            async () => (await line.RowsAsync()).Where(row => OutboxKeys.IsOne(row.RowKey)).All(row => IsLeft(line, row)), Stop);
        foreach (var row in (await line.RowsAsync()).Where(row => OutboxKeys.IsOne(row.RowKey)))
            await line.Table.DeleteEntityAsync(row, cancellationToken: Stop);
        var requests = line.Storage.Requests;
        return new Cost(
            requests.Count(request => request.StartsWith("GET", StringComparison.Ordinal)),
            requests.Count(request => !request.StartsWith("GET", StringComparison.Ordinal)),
            await MessagesAsync(line) - before);
    }

    private static bool IsLeft(Line line, Azure.Data.Tables.TableEntity row) => line.Log.Lines.Any(
        said => said.Contains(OutboxKeys.Read(row.RowKey).Id.Split('-')[0], StringComparison.Ordinal)
            && said.Contains("stays in the outbox", StringComparison.Ordinal));

    private static async Task<int> MessagesAsync(Line line)
    {
        await using var bus = new Azure.Messaging.ServiceBus.ServiceBusClient(line.Broker.ConnectionString);
        var count = 0;
        foreach (var queue in new[] { "tips", "intake" })
        {
            await using var receiver = bus.CreateReceiver(queue);
            for (long from = 0; await receiver.PeekMessagesAsync(200, from, Stop) is { Count: > 0 } page; from = page[^1].SequenceNumber + 1)
                count += page.Count;
        }

        return count;
    }

    private sealed record Cost(int Reads, int Writes, int Messages);
}
