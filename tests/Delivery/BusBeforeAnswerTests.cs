using System.Net;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tests.Delivery;

/// <summary>First the rows, then the bus, then the answer: at every crash between two of them nothing is lost, and nothing comes twice.</summary>
[Trait("Speed", "slow")]
public sealed class BusBeforeAnswerTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_answered_is_on_the_bus()
    {
        await using var line = await Line.BorrowAsync(parts);
        var (sent, left) = (0, 0);
        for (var n = 0; n < 10; n++)
        {
            var sid = Webhook.Sid("SM");
            Assert.Equal(HttpStatusCode.OK, (await TextAsync(line, sid)).Status);
            // On a busy machine a send may take longer than a texter waits, which it says.
            if (line.Log.Lines.Any(said => said.Contains($"statement-{sid} to tips stays", StringComparison.Ordinal)))
                left++;
            else if ((await line.TipsAsync()).Any(part => part.Id.Value == $"statement-{sid}"))
                sent++;
        }

        Assert.Equal(10, sent + left);
        Assert.NotEqual(0, sent);
    }

    [Fact]
    public async Task A_texter_is_answered_while_the_bus_is_down_and_the_sweep_sends_it_later()
    {
        await using var line = await Line.StartAsync(parts);
        await line.StopBrokerAsync();
        string[] sids = [Webhook.Sid("SM"), Webhook.Sid("SM")];
        foreach (var sid in sids)
            Assert.Equal(HttpStatusCode.OK, (await TextAsync(line, sid)).Status);
        // The second is not kept waiting by a queue that has just failed.
        await Eventually.TrueAsync(
            () => line.Log.Lines.Any(said => said.Contains($"statement-{sids[1]} to tips stays", StringComparison.Ordinal)), Stop);
        await line.StartBrokerAsync();
        await SweptAsync(line, sids);
    }

    [Theory]
    [InlineData(StartupHook.DiesBeforeSending)]
    [InlineData(StartupHook.DiesAfterSending)]
    public async Task A_worker_that_dies_between_two_steps_loses_nothing_and_sends_nothing_twice(string when)
    {
        await using var line = await Line.StartAsync(
            parts, ("DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location), (StartupHook.Variable, when));
        var sid = Webhook.Sid("SM");
        await TextAsync(line, sid);
        await line.RestartIntakeAsync();
        // Twilio tries again what was not answered.
        Assert.Equal(HttpStatusCode.OK, (await TextAsync(line, sid)).Status);
        await SweptAsync(line, sid);
    }

    [Fact]
    public async Task A_repeat_sends_what_the_first_try_stored_and_could_not_send()
    {
        await using var line = await Line.StartAsync(
            parts, ("DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location),
            (StartupHook.Variable, StartupHook.DiesBeforeSending), ("AzureWebJobs.SweepOutbox.Disabled", "true"));
        var sid = Webhook.Sid("SM");
        await TextAsync(line, sid);
        await line.RestartIntakeAsync(("AzureWebJobs.SweepOutbox.Disabled", "true"));
        await TextAsync(line, sid, "Other words than those that are stored.");
        var part = Assert.Single(await line.TipsAsync(), part => part.Id.Value == $"statement-{sid}");
        Assert.Equal("They posted her address.", (string?)(await line.OpenAsync(part))["text"]);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_newer_order_of_the_same_id_goes_when_it_was_sent_and_not_with_the_one_before(bool isSent, bool isFirst)
    {
        var table = await OwnTableAsync();
        var room = new RoomTable(table, ["0"]);
        var first = await StoreAsync(room, "one");
        var newer = await StoreAsync(room, "two");
        var other = await StoreAsync(room, "other", "import-RE2");
        await RemoveAsync(room, isFirst ? [newer, first, other] : isSent ? [first, newer, other] : [first, other]);
        var left = await table.QueryAsync<TableEntity>(cancellationToken: Stop).Select(row => row.GetString("Body")).ToListAsync(Stop);
        Assert.Equal(isSent ? [] : ["two"], left);
        await table.DeleteAsync(Stop);
    }

    [Fact]
    public async Task What_somebody_else_removed_keeps_no_other_row()
    {
        var table = await OwnTableAsync();
        var room = new RoomTable(table, ["0"]);
        var gone = await StoreAsync(room, "gone", "import-RE1");
        var sent = await StoreAsync(room, "sent", "import-RE2");
        await room.DeleteAsync("0", gone.Row, Stop);
        await RemoveAsync(room, gone, sent);
        Assert.Empty(await table.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop));
        await table.DeleteAsync(Stop);
    }

    [Fact]
    public async Task A_thousand_sent_rows_of_a_shard_are_removed_by_ten_transactions()
    {
        var table = await OwnTableAsync();
        var sent = new List<StoredMessage>();
        for (var n = 0; n < 10; n++)
            sent.AddRange(await StoreHundredAsync(table, n));
        Assert.Equal(10, await CountRemovalAsync(table, sent));
        Assert.Empty(await table.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop));
        await table.DeleteAsync(Stop);
    }

    [Fact]
    public async Task Of_a_hundred_rows_half_of_which_a_sweep_took_the_others_cost_three_requests()
    {
        var table = await OwnTableAsync();
        var sent = await StoreHundredAsync(table, 0);
        await RemoveAsync(new RoomTable(table, ["0"]), [.. sent.Where((_, n) => n % 2 == 0)]);
        // The transaction that finds one gone, what is still there, and the transaction of that.
        Assert.Equal(3, await CountRemovalAsync(table, sent));
        Assert.Empty(await table.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop));
        await table.DeleteAsync(Stop);
    }

    private static async Task<IReadOnlyList<StoredMessage>> StoreHundredAsync(TableClient table, int n)
    {
        var transaction = new Transaction("0");
        for (var m = 0; m < 100; m++)
            transaction.Announce(new OutboxMessage(Queues.Intake, $"{n}-{m}", "{}", "application/json", DateTimeOffset.UtcNow));
        Assert.Null(await new RoomTable(table, ["0"]).SubmitAsync(transaction, Stop));
        return [.. transaction.Announced()];
    }

    private async Task<int> CountRemovalAsync(TableClient table, IReadOnlyList<StoredMessage> sent)
    {
        var counted = 0;
        var options = new TableClientOptions();
        options.AddPolicy(new Counting(() => counted++), Azure.Core.HttpPipelinePosition.PerRetry);
        await RemoveAsync(new RoomTable(new TableClient(parts.Azurite.ConnectionString, table.Name, options), ["0"]), [.. sent]);
        return counted;
    }

    [Fact]
    public async Task More_than_a_batch_takes_are_all_sent()
    {
        await using var line = await Line.BorrowAsync(parts);
        await using var client = new ServiceBusClient(line.Broker.ConnectionString);
        var bus = new BusSenders(client);
        // Some 400 kB: over what a batch takes on the service's Standard tier.
        var messages = Enumerable.Range(0, 40).Select(n => new ServiceBusMessage(new string('x', 10_000)) { MessageId = $"many-{n}" });
        await bus.SendAsync(Queues.Tips, [.. messages], Stop);
        await using var receiver = client.CreateReceiver(Queues.Tips, new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });
        Assert.Equal(40, (await ReceiveAsync(receiver, 40)).Distinct().Count());
    }

    private static async Task<List<string>> ReceiveAsync(ServiceBusReceiver receiver, int count)
    {
        var ids = new List<string>();
        while (ids.Count < count && await receiver.ReceiveMessagesAsync(count, TimeSpan.FromSeconds(10), Stop) is { Count: > 0 } some)
            ids.AddRange(some.Select(message => message.MessageId));
        return ids;
    }

    private static Task<(HttpStatusCode Status, string Body)> TextAsync(Line line, string sid, string words = "They posted her address.") =>
        line.Webhook.PostAsync("twilio/messages/receive", Webhook.Text(sid, words));

    private static async Task SweptAsync(Line line, params string[] sids)
    {
        var tips = await line.WaitForTipsAsync(tips => sids.All(sid => tips.Any(part => part.Id.Value == $"statement-{sid}")));
        Assert.Equal(sids.Length, tips.Count(part => part.Kind == PartKind.Statement));
        await Eventually.TrueAsync(async () => !(await line.RowsAsync()).Any(row => OutboxKeys.IsOne(row.RowKey)), Stop);
    }

    private async Task<TableClient> OwnTableAsync()
    {
        var table = new TableClient(parts.Azurite.ConnectionString, $"b{Guid.NewGuid():N}"[..20]);
        await table.CreateAsync(Stop);
        return table;
    }

    private static async Task<StoredMessage> StoreAsync(RoomTable room, string body, string id = "import-RE1")
    {
        var transaction = new Transaction("0").Announce(
            new OutboxMessage(Queues.Intake, id, body, "application/json", DateTimeOffset.UtcNow));
        Assert.Null(await room.SubmitAsync(transaction, Stop));
        return Assert.Single(transaction.Announced());
    }

    private static async Task RemoveAsync(RoomTable room, params StoredMessage[] sent)
    {
        using var rows = new SentRows(room, TimeProvider.System, NullLogger<SentRows>.Instance);
        await rows.StartAsync(Stop);
        foreach (var row in sent)
            rows.Add(row);
        await rows.StopAsync(Stop);
    }

    private sealed class Counting(Action count) : Azure.Core.Pipeline.HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(Azure.Core.HttpMessage message) => count();
    }
}
