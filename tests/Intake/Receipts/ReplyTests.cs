using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Hotline.Contracts;
using Hotline.Intake.Receipts;
using Hotline.Platform.Sealing;

namespace Hotline.Tests.Intake.Receipts;

/// <summary>What Review says to a receipt, as intake keeps it.</summary>
[Trait("Speed", "slow")]
public sealed class ReplyTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_later_status_replaces_an_earlier_one_and_never_the_other_way_and_a_question_sent_twice_is_one()
    {
        await using var line = await Line.BorrowAsync(parts);
        var reporter = await Reporter.TextsAsync(line);
        await reporter.StandAsync("reading", 5);
        var status = (await ReceiptAsync(line, reporter.Lookup)).GetString("Status");
        await reporter.SendAsync(ReplyKind.Status, 4, new StatusContent("received", DateTimeOffset.UtcNow, []), ReplyJson.Default.StatusContent);
        await reporter.AskAsync("Which street?", 6);
        await reporter.AskAsync("Which street?", 6);
        await reporter.AskAsync("And when?", 7);
        Assert.Equal((status, 5), ((await ReceiptAsync(line, reporter.Lookup)).GetString("Status"),
            (await ReceiptAsync(line, reporter.Lookup)).GetInt32("StatusNumber")));
        var replies = (await line.RowsAsync()).Where(IsReply).ToList();
        Assert.Equal(2, replies.Count);
        var key = ReceiptKeys.Of(ReceiptCode.Parse(reporter.Code)!.Value).Questions;
        Assert.Contains("reading", System.Text.Encoding.UTF8.GetString(ReceiptOpener.Open(key, status)), StringComparison.Ordinal);
        Assert.All(replies, reply => Assert.Contains(
            "?", System.Text.Encoding.UTF8.GetString(ReceiptOpener.Open(key, reply.GetString("Sealed"))), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_reply_is_rejected_and_what_is_for_a_receipt_that_is_gone_changes_nothing()
    {
        await using var line = await Line.BorrowAsync(parts);
        await Reporter.SendAsync(line, new Reply(new string('0', 32), ReplyKind.Question, 1, "x").ToJson());
        await Reporter.SendAsync(line, "nonsense");
        await using var bus = new ServiceBusClient(line.Broker.ConnectionString);
        await using var rejected = bus.CreateReceiver("rejected", new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });
        var message = await rejected.ReceiveMessageAsync(TimeSpan.FromSeconds(60), Stop);
        Assert.Equal(("replies", "The message on the queue replies is no reply."),
            ((string)message.ApplicationProperties["source"], (string)message.ApplicationProperties["reason"]));
        await Eventually.TrueAsync(async () => await bus.CreateReceiver("replies").PeekMessageAsync(cancellationToken: Stop) is null, Stop);
        Assert.DoesNotContain(await line.RowsAsync(), IsReply);
    }

    [Fact]
    public async Task A_receipt_that_nobody_used_for_90_days_is_forgotten_with_its_replies_and_use_prolongs_it()
    {
        await using var line = await Line.BorrowAsync(parts);
        var (used, old) = (await Reporter.TextsAsync(line), await Reporter.TextsAsync(line, "+15005550007"));
        foreach (var reporter in new[] { used, old })
        {
            await reporter.AskAsync("Which street?");
            await ExpireAsync(line, reporter, TimeSpan.FromMinutes(reporter == used ? 5 : -5));
        }

        await line.Webhook.PostAsync("twilio/messages/receive", Webhook.Text(Webhook.Sid("SM"), used.Code));
        Assert.True((await ReceiptAsync(line, used.Lookup)).GetDateTimeOffset("Expires") > DateTimeOffset.UtcNow.AddDays(89));
        // It opens no more even before it is deleted.
        var late = await line.Webhook.PostAsync("twilio/voice/code", [.. Webhook.Caller(Webhook.Sid("CA")), ("Digits", old.Code)]);
        Assert.Contains("We did not find that receipt", late.Body, StringComparison.Ordinal);
        await line.FireIntakeAsync("ForgetReceipts");
        await Eventually.TrueAsync(
            async () => !(await line.RowsAsync()).Any(row => row.RowKey.Contains(old.Lookup, StringComparison.Ordinal)), Stop);
        Assert.Equal(2, (await line.RowsAsync()).Count(row => row.RowKey.Contains(used.Lookup, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_receipt_lives_as_long_as_its_tip_is_open_and_no_longer_than_review_says_once_it_is_closed()
    {
        await using var line = await Line.BorrowAsync(parts);
        var (open, closed) = (await Reporter.TextsAsync(line), await Reporter.TextsAsync(line, "+15005550007"));
        await open.StandUntilAsync("received", 1, DateTimeOffset.MaxValue);
        await closed.StandUntilAsync("received", 1, DateTimeOffset.MaxValue);
        await closed.StandUntilAsync("closed", 2, DateTimeOffset.UtcNow.AddMinutes(-1));
        foreach (var reporter in new[] { open, closed })
            await ExpireAsync(line, reporter, TimeSpan.FromMinutes(-5));
        await line.FireIntakeAsync("ForgetReceipts");
        await Eventually.TrueAsync(
            async () => !(await line.RowsAsync()).Any(row => row.RowKey.Contains(closed.Lookup, StringComparison.Ordinal)), Stop);
        // An older Review says nothing of it, and changes nothing.
        await open.StandAsync("reading", 2);
        var late = await line.Webhook.PostAsync("twilio/voice/code", [.. Webhook.Caller(Webhook.Sid("CA")), ("Digits", open.Code)]);
        Assert.Contains("We found your report", late.Body, StringComparison.Ordinal);
        Assert.Equal(9999, (await ReceiptAsync(line, open.Lookup)).GetDateTimeOffset("KeepUntil")!.Value.Year);
    }

    private static bool IsReply(TableEntity row) => row.RowKey.StartsWith("reply|", StringComparison.Ordinal);

    private static async Task<TableEntity> ReceiptAsync(Line line, string lookup) =>
        (await line.RowsAsync()).Single(row => row.RowKey == $"receipt|{lookup}");

    private static async Task ExpireAsync(Line line, Reporter reporter, TimeSpan left)
    {
        var (row, keys) = (await ReceiptAsync(line, reporter.Lookup), ReceiptKeys.Of(ReceiptCode.Parse(reporter.Code)!.Value));
        var expiring = (ReceiptRow.Read(row, keys) with { Expires = DateTimeOffset.UtcNow + left }).ToColumns(keys);
        (expiring.PartitionKey, expiring.RowKey) = (row.PartitionKey, row.RowKey);
        await line.Table.UpdateEntityAsync(expiring, Azure.ETag.All, TableUpdateMode.Merge, Stop);
    }
}
