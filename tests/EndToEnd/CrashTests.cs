using System.Net;
using Hotline.Contracts;
using Hotline.Local.Twilio.Account;
using Hotline.Platform.Messaging;

namespace Hotline.Tests.EndToEnd;

/// <summary>A worker that is killed, or stopped, loses nothing.</summary>
[Trait("Speed", "slow")]
public sealed class CrashTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Speed", "scaled")]
    public async Task A_kill_at_any_point_between_an_answer_and_the_queue_loses_nothing()
    {
        await using var line = await Line.StartAsync(parts);
        var (texts, calls) = (new List<string>(), new List<string>());
        foreach (var delay in Amount.Of(3, 10) < 10 ? [0, 8, 60] : new[] { 0, 1, 2, 4, 8, 15, 30, 60, 120, 250 })
        {
            var text = Webhook.Sid("SM");
            var answer = await line.Webhook.PostAsync(
                "twilio/messages/receive", Webhook.Text(text, $"Killed after {delay} ms.", $"+15005556{delay:000}"));
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            texts.Add(text);
            if (delay % 2 == 0)
                calls.Add((await line.Twilio.CallAsync(
                    new CallScript { Says = [$"Killed after {delay} ms."], HangUpAfter = "record" }, null, Stop)).Sid);
            await Task.Delay(delay, Stop);
            line.KillWorker();
            await line.RestartIntakeAsync();
        }

        var tips = await line.WaitForTipsAsync(tips =>
            texts.TrueForAll(text => tips.Any(part => part.Id.Value == $"statement-{text}"))
            && calls.TrueForAll(call => Has(tips, call, PartKind.Recording) && Has(tips, call, PartKind.Transcript)
                && Has(tips, call, PartKind.CallSummary)));
        Assert.Equal(texts.Count, tips.Count(part => part.Kind == PartKind.Statement));
        Assert.Equal(calls.Count, tips.Count(part => part.Kind == PartKind.Recording));
        await Eventually.TrueAsync(
            async () => !(await line.RowsAsync()).Any(row => row.RowKey.StartsWith("outbox|", StringComparison.Ordinal)), Stop);
    }

    [Fact]
    public async Task A_worker_that_died_is_started_again_and_the_sweep_sends_what_it_left()
    {
        await using var line = await Line.StartAsync(parts);
        var before = line.Intake.WorkerProcessId;
        // What a crash between the transaction and the bus leaves: an outbox row that nobody sends.
        var part = new Part(
            TipOf.Text("SM1"), new PartId("statement-SM1"), PartKind.Statement, Channel.Text, null, DateTimeOffset.UtcNow, "a.b.c.d.e");
        var columns = new OutboxMessage("tips", part.Id.Value, Envelope.Write(part), Envelope.ContentType,
            DateTimeOffset.UtcNow.AddMinutes(-1)).ToColumns();
        (columns.PartitionKey, columns.RowKey) = ("7", "outbox|tips|statement-SM1");
        await line.Table.AddEntityAsync(columns, Stop);
        line.KillWorker();
        await Eventually.TrueAsync(() => line.Intake.WorkerProcessId != before, Stop);
        Assert.Contains(line.Log.Lines, logged => logged.Contains("The worker of intake died", StringComparison.Ordinal));
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("x-functions-key", line.Intake.MasterKey);
        await Eventually.TrueAsync(
            async () => (await http.PostAsync(new Uri(line.Intake.Url, "admin/functions/SweepOutbox"), null,
                Stop)).StatusCode == HttpStatusCode.Accepted, Stop);
        Assert.Equal(part, (await line.WaitForTipsAsync(tips => tips.Count == 1)).Single());
        await Eventually.TrueAsync(
            async () => !(await line.RowsAsync()).Any(row => row.RowKey.StartsWith("outbox|", StringComparison.Ordinal)), Stop);
    }

    [Fact]
    public async Task A_stop_in_mid_call_loses_nothing()
    {
        await using var line = await Line.StartAsync(parts);
        Task? stopping = null;
        var call = await line.Twilio.CallAsync(
            new CallScript { Says = ["The line stops while I speak."] },
            said => stopping ??= said.Who == "caller" && said.Does.StartsWith("says (", StringComparison.Ordinal)
                ? line.RestartIntakeAsync() : null, Stop);
        Assert.NotNull(stopping);
        await stopping;
        // Whatever the caller heard, the recording is at Twilio, and its callback or reconciliation brings it.
        var recording = Assert.Single(line.Twilio.Remembers("Recordings"));
        Assert.Equal(call.Sid, recording["call_sid"]);
    }

    private static bool Has(IReadOnlyList<Part> tips, string call, PartKind kind) =>
        tips.Any(part => part.Kind == kind && part.Tip == TipOf.Call(call));
}
