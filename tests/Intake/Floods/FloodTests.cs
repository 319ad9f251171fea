using System.Diagnostics;
using System.Net;
using Hotline.Contracts;

namespace Hotline.Tests.Intake.Floods;

/// <summary>Somebody reports without end: nothing is refused, and the others are served as before.</summary>
[Trait("Speed", "slow")]
public sealed class FloodTests(SharedParts parts)
{
    private const string OtherLine = "+15005550199";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_number_sends_above_its_limit_is_taken_and_says_so_by_text_and_by_phone()
    {
        await using var line = await Line.StartAsync(parts, ("Hotline__Floods__MaxPerNumber", "2"));
        await BeforeTheWindowTurnsAsync();
        for (var n = 0; n < 3; n++)
            await line.Webhook.PostAsync("twilio/messages/receive", Webhook.Text(Webhook.Sid("SM"), $"Report {n}.", "+15005554301"));
        var call = Webhook.OfCall(Webhook.Sid("CA"), Webhook.Sid("RE"))["status"];
        await line.Webhook.PostAsync(call.Path, [.. call.Form.Where(field => field.Item1 != "From"), ("From", "+15005554301")]);
        await line.Webhook.PostAsync("twilio/messages/receive", Webhook.Text(Webhook.Sid("SM"), "Report of another.", "+15005554302"));
        var withheld = Enumerable.Range(0, 4).Select(_ => Webhook.Text(Webhook.Sid("SM"), "Withheld.", "anonymous"));
        foreach (var text in withheld)
            await line.Webhook.PostAsync("twilio/messages/receive", text);
        var tips = await line.WaitForTipsAsync(tips => tips.Count(part => part.Kind is PartKind.Statement or PartKind.CallSummary) == 9);
        var told = new Dictionary<string, bool>();
        foreach (var part in tips.Where(part => part.Kind is PartKind.Statement or PartKind.CallSummary))
        {
            var content = await line.OpenAsync(part);
            var words = part.Kind == PartKind.CallSummary ? "call" : (string)content["text"]!;
            told[words] = (bool?)content["isOverLimit"] == true;
        }

        Assert.Equal(["Report 2.", "call"], told.Where(one => one.Value).Select(one => one.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Two_instances_know_together_that_a_line_is_flooded()
    {
        await using var line = await Line.StartAsync(parts, ("Hotline__Floods__MaxPerLine", "10"));
        await using var twin = await line.StartTwinAsync();
        using var other = new Webhook(twin.Url);
        await BeforeTheWindowTurnsAsync();
        var receipts = 0;
        for (var n = 0; n < 14; n++)
        {
            var (status, body) = await (n % 2 == 0 ? line.Webhook : other).PostAsync(
                "twilio/messages/receive", Webhook.Text(Webhook.Sid("SM"), "They posted her address.", $"+1500555{4400 + n}"));
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains("<Message", body, StringComparison.Ordinal);
            receipts += body.Contains("Receipt:", StringComparison.Ordinal) ? 1 : 0;
        }

        // A receipt that is not ready is none either; and what storage did not count in time, which is said, is one more.
        var uncounted = line.Log.Lines.Count(said => said.Contains("could not be counted in storage", StringComparison.Ordinal));
        Assert.InRange(receipts, 1, 10 + uncounted);
        Assert.True(await AnswersWithoutReceiptAsync(line.Webhook, "+15005554490"));
        Assert.True(await AnswersWithoutReceiptAsync(other, "+15005554491"));
        Assert.Equal(16, (await line.WaitForTipsAsync(tips => tips.Count(part => part.Kind == PartKind.Statement) == 16))
            .Where(part => part.Kind == PartKind.Statement).Select(part => part.Tip).Distinct().Count());
    }

    [Fact]
    public async Task A_flood_of_one_line_leaves_the_others_answering()
    {
        await using var line = await Line.StartAsync(
            parts, ("Hotline__Floods__MaxPerLine", "100"));
        await BeforeTheWindowTurnsAsync();
        var quiet = await CallsAsync(line, 40);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var flooding = Enumerable.Range(0, 16).Select(n => FloodAsync(line, ending.Token)).ToList();
        // A new number each time: who has a receipt is not answered again.
        var asking = 8000;
        await Eventually.TrueAsync(async () => await AnswersWithoutReceiptAsync(line.Webhook, $"+1500555{asking++}"), Stop);
        var stored = line.Storage.Requests.Count;
        var flooded = await CallsAsync(line, 40);
        stored = line.Storage.Requests.Count - stored;
        await ending.CancelAsync();
        var calls = (await Task.WhenAll(flooding)).Sum();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"Another line's greeting takes {flooded[20] / quiet[20]:0.0} times its time in quiet (median), {flooded[^1] / quiet[^1]:0.0} the slowest; "
            + $"{calls} calls on the flooded line were greeted meanwhile, and storage was asked {stored} times.");
        var rows = (await line.RowsAsync()).Where(row => row.ContainsKey("Started")).CountBy(row => row.GetString("Line")).ToDictionary();
        Assert.Equal(80, rows[OtherLine]);
        // As many as were under way when the hundred and first came.
        Assert.InRange(rows[Line.Number], 1, 100 + 16);
        Assert.True(calls > rows[Line.Number], $"{calls} calls were no flood.");
        var (_, text) = await line.Webhook.PostAsync(
            "twilio/messages/receive", OnOtherLine(Webhook.Text(Webhook.Sid("SM"), "There is a threat.", "+15005554591")));
        Assert.Contains("Receipt:", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_of_a_flooded_line_is_recorded_and_thanked_and_all_of_it_is_there()
    {
        await using var line = await Line.StartAsync(parts, ("Hotline__Floods__MaxPerLine", "1"));
        await line.StartReviewAsync();
        await BeforeTheWindowTurnsAsync();
        await line.Webhook.PostAsync("twilio/messages/receive", Webhook.Text(Webhook.Sid("SM"), "One.", "+15005554601"));
        await line.Webhook.PostAsync("twilio/messages/receive", Webhook.Text(Webhook.Sid("SM"), "Two.", "+15005554602"));
        var call = await line.Twilio.CallAsync(
            new() { Says = ["He said he will come to the school tomorrow."], From = "+15005554603" }, null, Stop);
        Assert.Empty(call.Errors);
        Assert.Equal(0, ToldReceipts.In(call));
        var tip = TipOf.Call(call.Sid);
        await Eventually.EqualAsync(
            3, async () => [.. (await ReviewRows.FindAsync(line, $"part|{tip}|")).Select(row => row.RowKey)], Stop);
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        Assert.Contains("come to the school", (await rosa.OpenAsync($"/review/tips/{tip}")).Page, StringComparison.Ordinal);
    }

    // The count begins anew every ten minutes; no test stands on both sides.
    private static Task BeforeTheWindowTurnsAsync() => 
        CountingWindow.WaitForRoomAsync(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(40), Stop);

    private static async Task<bool> AnswersWithoutReceiptAsync(Webhook webhook, string from)
    {
        var (_, body) = await webhook.PostAsync(
            "twilio/messages/receive", Webhook.Text(Webhook.Sid("SM"), "They posted her address.", from));
        return body.Contains("<Message", StringComparison.Ordinal) && !body.Contains("Receipt:", StringComparison.Ordinal);
    }

    private static (string, string)[] OnOtherLine((string Name, string Value)[] form) =>
        [.. form.Select(field => field.Name == "To" ? ("To", OtherLine) : field)];

    // Milliseconds of each greeting, in order of length.
    private static async Task<List<double>> CallsAsync(Line line, int calls)
    {
        var took = new List<double>();
        for (var n = 0; n < calls; n++)
        {
            var begun = Stopwatch.GetTimestamp();
            var (status, body) = await line.Webhook.PostAsync(
                "twilio/voice/answer",
                OnOtherLine([.. Webhook.Caller(Webhook.Sid("CA"), $"+1500555{4700 + n}"), ("CallStatus", "ringing")]));
            took.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains("<Record", body, StringComparison.Ordinal);
        }

        took.Sort();
        return took;
    }

    private static async Task<int> FloodAsync(Line line, CancellationToken ending)
    {
        var calls = 0;
        for (; !ending.IsCancellationRequested; calls++)
        {
            var (status, _) = await line.Webhook.PostAsync(
                "twilio/voice/answer", [.. Webhook.Caller(Webhook.Sid("CA"), "+15005554599"), ("CallStatus", "ringing")]);
            Assert.Equal(HttpStatusCode.OK, status);
        }

        return calls;
    }
}
