using System.Text.RegularExpressions;
using Hotline.Contracts;

namespace Hotline.Tests.Intake.Messages;

/// <summary>Words that carriers act on: kept as they were sent, whatever else they do.</summary>
[Trait("Speed", "slow")]
public sealed partial class CarrierWordTests(SharedParts parts)
{
    private const string Path = "twilio/messages/receive";
    private const string Nothing = """<?xml version="1.0" encoding="utf-8"?><Response></Response>""";

    [Theory]
    [InlineData("Yes", "START", true)]
    [InlineData("help", "HELP", true)]
    [InlineData(" Info ", "HELP", true)]
    [InlineData("end", "STOP", false)]
    [InlineData("CANCEL", "STOP", false)]
    public async Task A_word_that_may_be_an_answer_is_a_text_like_any_other_and_no_receipt_answers_what_stops(
        string body, string effect, bool hasReceipt)
    {
        await using var line = await Line.BorrowAsync(parts);
        var sid = Webhook.Sid("SM");
        var answer = await line.Webhook.PostAsync(Path, Webhook.Text(sid, body));
        Assert.Equal(hasReceipt, Receipt().IsMatch(answer.Body));
        var tips = await line.WaitForTipsAsync(tips => tips.Count == (hasReceipt ? 3 : 2));
        var statement = tips.Single(part => part.Kind == PartKind.Statement);
        Assert.Equal(TipOf.Text(sid), statement.Tip);
        Assert.Equal(body, (string?)(await line.OpenAsync(statement))["text"]);
        var word = await line.OpenAsync(tips.Single(part => part.Kind == PartKind.Consent));
        // The statement alone says that Twilio's copy may go.
        Assert.Equal((effect, null), ((string?)word["word"], (string?)word["shard"]));
    }

    [Theory]
    [InlineData("STOP", "STOP")]
    [InlineData("stopall", "STOP")]
    [InlineData(" unsubscribe ", "STOP")]
    [InlineData("Quit", "STOP")]
    [InlineData("OptOut", "STOP")]
    [InlineData("Revoke", "STOP")]
    [InlineData("Start", "START")]
    [InlineData("unstop", "START")]
    public async Task A_command_opens_no_tip_and_joins_an_open_one_with_the_word_as_sent(string body, string effect)
    {
        await using var line = await Line.BorrowAsync(parts);
        Assert.Equal(Nothing, (await line.Webhook.PostAsync(Path, Webhook.Text(Webhook.Sid("SM"), body))).Body);
        var part = (await line.WaitForTipsAsync(tips => tips.Count == 1)).Single();
        Assert.Equal((null, PartKind.Consent), (part.Tip, part.Kind));
        var word = await line.OpenAsync(part);
        Assert.Equal((effect, body), ((string?)word["word"], (string?)word["text"]));
        Assert.DoesNotContain(await line.RowsAsync(), row => row.RowKey.StartsWith("thread|", StringComparison.Ordinal));

        var (first, second) = (Webhook.Sid("SM"), Webhook.Sid("SM"));
        await line.Webhook.PostAsync(Path, Webhook.Text(first, "They posted her address."));
        Assert.Equal(Nothing, (await line.Webhook.PostAsync(Path, Webhook.Text(second, body))).Body);
        var tips = await line.WaitForTipsAsync(tips => tips.Any(one => one.Id.Value == $"statement-{second}"));
        var joined = tips.Single(one => one.Id.Value == $"statement-{second}");
        Assert.Equal((TipOf.Text(first), body), (joined.Tip, (string?)(await line.OpenAsync(joined))["text"]));
    }

    [Theory]
    [InlineData("22395")]
    [InlineData("whatsapp:+15005550006")]
    [InlineData("+17378742833")]
    public async Task A_command_of_no_one_phone_is_kept_and_never_undeliverable(string from)
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        foreach (var sid in new[] { "SM1", "SM2" })
        {
            var part = review.Seal(
                default, PartKind.Consent, sid, Channel.Text, review.Time.GetUtcNow(),
                new ConsentContent("STOP", from, Line.Number, sid, "0", "Stop"), PartContents.Default.ConsentContent, isOfTip: false);
            await review.AcceptAsync(part);
            await review.AcceptAsync(part);
        }

        // Strangers: no chain has the words of both.
        Assert.Equal(2, (await review.RowsAsync("chain|consent-")).Count);
        Assert.Equal(2, (await review.RowsAsync("event|consent-")).Count);
    }

    [GeneratedRegex("\\d{4} \\d{4} \\d{4} \\d{4}")]
    private static partial Regex Receipt();
}
