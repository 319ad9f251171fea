using Hotline.Contracts;
using Hotline.Intake.Table;
using Hotline.Local.Twilio.Account;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Tests.Review.Acceptance;

/// <summary>A texter who was asked answers by a plain text.</summary>
[Trait("Speed", "slow")]
public sealed class AnswerTests(SharedParts parts)
{
    private const string From = "+15005554501";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_of_a_number_that_was_asked_is_linked_and_wakes_the_earlier_tip()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var (rosa, tip) = await AskedAsync(line);
        using var _ = rosa;
        // A day later the sender's texts are a new tip.
        foreach (var thread in (await line.RowsAsync()).Where(row => row.RowKey.StartsWith("thread|", StringComparison.Ordinal)))
            await line.Table.DeleteEntityAsync(thread.PartitionKey, thread.RowKey, cancellationToken: Stop);
        var answer = await TextAsync(line, From, "It was Elm Street.");
        var other = await TextAsync(line, "+15005554502", "I know nothing of that.");
        Assert.NotEqual(tip, answer);
        await Eventually.TrueAsync(async () => await StateAsync(line, tip) is { IsAnswered: true, Stage: TipStage.Open }, Stop);
        Assert.Equal([answer.Value], (await StateAsync(line, tip)).Links);
        Assert.Equal([tip.Value], (await StateAsync(line, answer)).Links);
        Assert.Empty((await StateAsync(line, other)).Links);
        Assert.Contains("The reporter&#x27;s answer", (await rosa.OpenAsync($"/review/tips/{tip}")).Page, StringComparison.Ordinal);
        Assert.Contains("What it answers", (await rosa.OpenAsync($"/review/tips/{answer}")).Page, StringComparison.Ordinal);
        await ReviewRows.AssertRebuiltAsync(line);
    }

    [Fact]
    public async Task A_carrier_word_is_shown_on_the_tip_whose_reporter_was_asked_and_its_copy_goes()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var (rosa, tip) = await AskedAsync(line);
        using var _ = rosa;
        await line.Twilio.TextAsync(new TextScript { From = From, Body = "Yes" }, null, Stop);
        await Eventually.TrueAsync(async () => await StateAsync(line, tip) is { IsAnswered: true, Stage: TipStage.Open }, Stop);
        // As it was sent, in the thread.
        var page = (await rosa.OpenAsync($"/review/tips/{tip}")).Page;
        Assert.True(
            System.Text.RegularExpressions.Regex.IsMatch(page, @"<p class=""words""[^>]*>\s*Yes\s*<"),
            System.Text.RegularExpressions.Regex.Replace(page[page.IndexOf("<main", StringComparison.Ordinal)..], @"(<[^>]*>|\s)+", " "));
        // Later no thread is open, and the word joins the question all the same; it opens no tip.
        foreach (var thread in (await line.RowsAsync()).Where(row => row.RowKey.StartsWith("thread|", StringComparison.Ordinal)))
            await line.Table.DeleteEntityAsync(thread.PartitionKey, thread.RowKey, cancellationToken: Stop);
        await line.Twilio.TextAsync(new TextScript { From = From, Body = "Stop" }, null, Stop);
        await Eventually.TrueAsync(async () => System.Text.RegularExpressions.Regex.IsMatch(
            (await rosa.OpenAsync($"/review/tips/{tip}")).Page, @"<p class=""words""[^>]*>\s*Stop\s*<"), Stop);
        Assert.Single(await ReviewRows.FindAsync(line, "tip|"));
        await Eventually.TrueAsync(
            async () => (await rosa.OpenAsync($"/review/tips/{tip}")).Page.Contains("it gets no texts", StringComparison.Ordinal), Stop);
        await Eventually.TrueAsync(async () => (await rosa.OpenAsync($"/review/tips/{tip}")).Page.Contains(
            "heard STOP from the reporter", StringComparison.Ordinal), Stop);
        Assert.Contains("heard START from the reporter", rosa.Page, StringComparison.Ordinal);
        await Eventually.TrueAsync(
            () => line.Twilio.Remembers("Messages").Where(m => m["direction"] == "inbound").All(
                m => string.IsNullOrEmpty(m["body"])), Stop);
        await ReviewRows.AssertRebuiltAsync(line);
    }

    private static async Task<(ReviewerBrowser Rosa, TipId Tip)> AskedAsync(Line line)
    {
        var tip = await TextAsync(line, From, "They posted her address.");
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{tip}|")).Count == 2, Stop);
        var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        await rosa.OpenAsync($"/review/tips/{tip}");
        await rosa.PostAsync($"/review/tips/{tip}/question", ("text", "Which street was it?"));
        Assert.Equal(TipStage.Waiting, (await StateAsync(line, tip)).Stage);
        return (rosa, tip);
    }

    private static async Task<TipId> TextAsync(Line line, string from, string body)
    {
        var text = await line.Twilio.TextAsync(new TextScript { From = from, Body = body }, null, Stop);
        var row = (await line.RowsAsync()).Single(row => row.RowKey == IntakeKeys.Message(MessageSid.Parse(text.Sid)!.Value));
        var tip = TipId.Parse(row.GetString("Tip"))!.Value;
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{tip}|statement")).Count > 0, Stop);
        return tip;
    }

    private static async Task<TipState> StateAsync(Line line, TipId tip) =>
        StateRow.Read((await ReviewRows.FindAsync(line, ReviewKeys.Tip(tip))).Single());
}
