using System.Collections.Concurrent;
using System.Net;
using Hotline.Contracts;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.EndToEnd;

/// <summary>What callers hear and what is kept when a part of the line is down.</summary>
[Trait("Speed", "slow")]
public sealed class OutageTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Refusing")]
    [InlineData("Silent")]
    public async Task With_storage_down_a_caller_hears_no_error_texts_get_503_and_nothing_is_acknowledged(string fault)
    {
        await using var line = await Line.BorrowAsync(parts, Line.UsualWait);
        line.Storage.Fails = Enum.Parse<StorageProxy.Fault>(fault);
        var (call, recording) = (Webhook.Sid("CA"), Webhook.Sid("RE"));
        var forms = Webhook.OfCall(call, recording);
        var answer = await line.Webhook.PostAsync(forms["answer"].Path, forms["answer"].Form);
        Assert.Contains("<Record", answer.Body, StringComparison.Ordinal);
        var action = await line.Webhook.PostAsync(forms["action"].Path, forms["action"].Form);
        Assert.Equal(HttpStatusCode.OK, action.Status);
        Assert.Contains("Your report is recorded", action.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("receipt", action.Body, StringComparison.OrdinalIgnoreCase);
        foreach (var step in new[] { "status", "recording", "transcription" })
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await line.Webhook.PostAsync(forms[step].Path, forms[step].Form)).Status);
        var hangUp = forms["action"].Form.Select(pair => pair.Item1 == "Digits" ? ("Digits", "hangup") : pair).ToArray();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await line.Webhook.PostAsync(forms["action"].Path, hangUp)).Status);
        var text = await line.Webhook.PostAsync("twilio/messages/receive", Webhook.Text(Webhook.Sid("SM"), "Is anyone there?"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, text.Status);
        Assert.Contains("down", text.Body, StringComparison.Ordinal);
        line.Storage.Fails = StorageProxy.Fault.None;
        Assert.Empty(await line.ReportRowsAsync());
    }

    // Every request is answered in time, and a step asks for several.
    [Fact]
    public async Task With_slow_storage_no_caller_waits_longer_than_twilio_does_and_nothing_is_lost()
    {
        // Its own: reconciliation may still run when the test is over.
        await using var line = await Line.StartAsync(parts, Line.UsualWait);
        var reporter = await Reporter.CallsAsync(line);
        line.Storage.Fails = StorageProxy.Fault.Slow;
        var first = await line.Twilio.CallAsync(new CallScript { Keys = ["2"], Says = ["They have my address."] }, null, Stop);
        var back = await line.Twilio.CallAsync(
            new CallScript { Keys = ["3", reporter.Code], Says = ["It was in front of the house on Main Street."] }, null, Stop);
        var text = await line.Twilio.TextAsync(new TextScript { Body = "They sent this to my phone." }, null, Stop);
        line.Storage.Fails = StorageProxy.Fault.None;
        Assert.Empty(first.Errors.Concat(back.Errors));
        Assert.All([first, back], call => Assert.False(call.HeardError));
        // Twilio had an answer each time; what it gave up on at last, reconciliation brings.
        Assert.All(text.Exchanges, exchange => Assert.Contains(exchange.Status, new[] { 200, 503 }));
        IReadOnlyList<Part> tips = [];
        await Eventually.TrueAsync(
            async () =>
            {
                // One run may be put off: storage is waited for as briefly as in a deployment.
                await line.FireIntakeAsync("ReconcileTwilio");
                await Task.Delay(TimeSpan.FromSeconds(1), Stop);
                tips = await line.TipsAsync();
                return tips.Count(part => part.Kind == PartKind.Recording) == 3 && tips.Any(IsText);
            },
            Stop);
        Assert.Single(tips, IsText);
        static bool IsText(Part part) => part.Kind == PartKind.Statement;
    }

    [Fact]
    public async Task A_transaction_that_is_stored_though_its_answer_is_lost_does_not_wait_for_the_sweep()
    {
        await using var line = await Line.StartAsync(parts, ("AzureWebJobs.SweepOutbox.Disabled", "true"));
        var status = Webhook.OfCall(Webhook.Sid("CA"), Webhook.Sid("RE"))["status"];
        line.Storage.LoseNextAnswer();
        Assert.Equal(HttpStatusCode.OK, (await line.Webhook.PostAsync(status.Path, status.Form)).Status);
        await line.WaitForTipsAsync(tips => tips.Any(part => part.Kind == PartKind.CallSummary));
        await Eventually.TrueAsync(
            async () => !(await line.RowsAsync()).Any(row => row.RowKey.StartsWith("outbox|", StringComparison.Ordinal)), Stop);
    }

    [Fact]
    [Trait("Speed", "scaled")]
    public async Task Ten_callers_speak_while_storage_is_down_and_every_recording_is_here_or_at_twilio()
    {
        await using var line = await Line.BorrowAsync(parts);
        var down = TimeSpan.FromSeconds(Amount.Of(8, 60));
        using var outage = new CancellationTokenSource(down);
        line.Storage.Fails = StorageProxy.Fault.Refusing;
        var ended = Task.Delay(Timeout.Infinite, outage.Token)
            .ContinueWith(_ => line.Storage.Fails = StorageProxy.Fault.None, TaskScheduler.Default);
        var calls = await Task.WhenAll(Enumerable.Range(0, 10).Select(async n =>
        {
            await Task.Delay(down * n / 8.5, Stop);
            return await line.Twilio.CallAsync(new CallScript { From = $"+1500555{3000 + n}", Says = [$"Caller {n} speaks."] }, null, Stop);
        }));
        await ended;
        Assert.All(calls, call => Assert.False(call.HeardError));
        var atTwilio = line.Twilio.Remembers("Recordings").Select(r => r["call_sid"]).ToHashSet();
        Assert.All(calls, call => Assert.Contains(call.Sid, atTwilio));
        // The last callers came when storage was back.
        await line.WaitForTipsAsync(tips => tips.Any(part => part.Kind == PartKind.Recording && part.Tip == TipOf.Call(calls[^1].Sid)));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Storage_that_goes_down_or_comes_back_at_a_step_of_a_call_is_never_heard(string step, bool goesDown)
    {
        await using var line = await Line.BorrowAsync(parts);
        line.Storage.Fails = goesDown ? StorageProxy.Fault.None : StorageProxy.Fault.Refusing;
        var changed = false;
        var call = await line.Twilio.CallAsync(
            new CallScript { Keys = ["1"], Says = ["It goes on all the same."] },
            said =>
            {
                if (!At(step, said))
                    return;
                changed = true;
                line.Storage.Fails = goesDown ? StorageProxy.Fault.Refusing : StorageProxy.Fault.None;
            },
            Stop);
        Assert.True(changed);
        Assert.False(call.HeardError);
        Assert.Contains(call.Lines, said => said.Text.Contains("report is recorded", StringComparison.Ordinal));
        Assert.Single(line.Twilio.Remembers("Recordings"));
        line.Storage.Fails = StorageProxy.Fault.None;
        if (step is "says" || !goesDown)
            return;
        if (step is "receipt")
            await line.WaitForTipsAsync(tips => tips.Any(part => part.Kind == PartKind.Recording));
    }

    public static TheoryData<string, bool> Steps => new()
    {
        { "calls", true }, { "calls", false }, { "menu", true }, { "menu", false }, { "says", true }, { "says", false },
        { "receipt", true }, { "receipt", false },
    };

    [Fact]
    public async Task With_the_bus_down_reports_are_kept_and_sent_when_it_is_back()
    {
        await using var line = await Line.StartAsync(parts);
        await line.StopBrokerAsync();
        var text = await line.Twilio.TextAsync(new TextScript { Body = "Kept in the outbox." }, null, Stop);
        Assert.Contains(text.Lines, said => said.Who == "hotline");
        Assert.Contains(await line.RowsAsync(), row => row.RowKey == $"outbox|tips|statement-{text.Sid}");
        await line.StartBrokerAsync();
        await line.WaitForTipsAsync(tips => tips.Count == 2);
        await Eventually.TrueAsync(
            async () => !(await line.RowsAsync()).Any(row => row.RowKey.StartsWith("outbox|", StringComparison.Ordinal)), Stop);
    }

    [Fact]
    [Trait("Speed", "scaled")]
    public async Task Calls_at_once_are_as_many_tips()
    {
        var count = Amount.Of(15, 50);
        await using var line = await Line.StartAsync(parts, ("Hotline__Receipts__Ready", "4"));
        var heard = new ConcurrentBag<ConversationResult>();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = count, CancellationToken = Stop }, async (n, stop) =>
            heard.Add(await line.Twilio.CallAsync(new CallScript { From = $"+1500555{4000 + n}", Says = [$"This is caller {n}, and I saw it at the school."] }, null, stop)));
        Assert.All(heard, call => Assert.False(call.HeardError));
        var tips = await line.WaitForTipsAsync(tips => tips.Count(part => part.Kind == PartKind.Transcript) == count
            && tips.Count(part => part.Kind == PartKind.CallSummary) == count);
        Assert.Equal(count, tips.Count(part => part.Kind == PartKind.Recording));
        Assert.Equal(count, tips.Where(part => part.Kind == PartKind.Recording).Select(part => part.Tip).Distinct().Count());
    }

    [Fact]
    public async Task What_cannot_be_parsed_or_is_gone_is_rejected_with_its_reason()
    {
        await using var line = await Line.StartAsync(parts, ("Hotline__Retry__MediaAfter", "00:00:00"));
        await using var bus = new Azure.Messaging.ServiceBus.ServiceBusClient(line.Broker.ConnectionString);
        await bus.CreateSender("intake").SendMessageAsync(new("not an order") { MessageId = "odd" }, Stop);
        await bus.CreateSender("intake").SendMessageAsync(new("""{"work":"Import","shard":"0","evidence":"RE0"}""") { MessageId = "unknown" }, Stop);
        var (call, recording) = (Webhook.Sid("CA"), Webhook.Sid("RE"));
        var action = Webhook.OfCall(call, recording)["action"];
        await line.Webhook.PostAsync(action.Path, action.Form); // Twilio has no such recording.
        var rejected = new Dictionary<string, string>();
        var receiver = bus.CreateReceiver("rejected");
        while (rejected.Count < 3)
            foreach (var message in await receiver.ReceiveMessagesAsync(3, TimeSpan.FromSeconds(60), Stop))
            {
                rejected[message.MessageId] = (string)message.ApplicationProperties["reason"];
                Assert.Equal("intake", message.ApplicationProperties["source"]);
                await receiver.CompleteMessageAsync(message, Stop);
            }

        Assert.Equal("The message on the queue intake is no work order.", rejected["odd"]);
        Assert.Equal("No row names this evidence.", rejected["unknown"]);
        Assert.Equal("Twilio has this recording or media item no more.", rejected[$"import-{recording}"]);
    }

    private static bool At(string step, ConversationLine said) => step switch
    {
        "calls" => said.Does == "calls",
        "menu" => said.Does == "presses" && said.Text == "1",
        "says" => said.Who == "caller" && said.Does.StartsWith("says (", StringComparison.Ordinal),
        _ => said.Text.Contains("report is recorded", StringComparison.Ordinal),
    };
}
