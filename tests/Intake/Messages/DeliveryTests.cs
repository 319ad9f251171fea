using System.Net;
using Hotline.Contracts;
using Hotline.Local.Line;

namespace Hotline.Tests.Intake.Messages;

/// <summary>How far a text got that Review sent.</summary>
[Trait("Speed", "slow")]
public sealed class DeliveryTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_status_is_one_part_of_the_tip_and_after_the_last_the_text_is_cleaned_up()
    {
        await using var line = await Line.BorrowAsync(parts);
        var (sid, tip) = (Webhook.Sid("SM"), TipOf.Call(Webhook.Sid("CA")));
        var path = $"twilio/messages/delivered?tip={tip}&question=question-1";
        foreach (var status in new[] { "sent", "undelivered", "undelivered" })
            Assert.Equal(HttpStatusCode.OK, (await line.Webhook.PostAsync(path, Status(sid, status))).Status);
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 2);
        Assert.All(tips, part => Assert.Equal((tip, PartKind.DeliveryStatus), (part.Tip!.Value, part.Kind)));
        Assert.Null((int?)(await line.OpenAsync(tips.Single(part => part.Id.Value == $"deliverystatus-{sid}-sent")))["error"]);
        var content = await line.OpenAsync(tips.Single(part => part.Id.Value == $"deliverystatus-{sid}-undelivered"));
        Assert.Equal((sid, "undelivered", 30003, "question-1"),
            ((string?)content["sid"], (string?)content["status"], (int?)content["error"], (string?)content["question"]));
        await Eventually.TrueAsync(
            async () => (await line.RowsAsync()).Single(row => row.RowKey == $"message|{sid}").ContainsKey("Cleaned"), Stop);
        Assert.Equal(2, (await line.TipsAsync()).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?tip=0123&question=question-1")]
    [InlineData("?tip=00112233445566778899AABBCCDDEEFF&question=question-1")]
    [InlineData("?tip=00112233445566778899aabbccddeeff")]
    public async Task A_query_that_names_no_tip_or_question_and_an_odd_status_are_400(string query)
    {
        await using var line = await Line.BorrowAsync(parts);
        var (status, reason) = await line.Webhook.PostAsync($"twilio/messages/delivered{query}", Status(Webhook.Sid("SM"), "sent"));
        Assert.Equal((HttpStatusCode.BadRequest, "The query names no tip and question.\n"), (status, reason));
        const string Right = "twilio/messages/delivered?tip=00112233445566778899aabbccddeeff&question=question-1";
        Assert.Equal(HttpStatusCode.BadRequest, (await line.Webhook.PostAsync(Right, Status(Webhook.Sid("SM"), "odd"))).Status);
        Assert.Empty(await line.ReportRowsAsync());
    }

    private static (string, string)[] Status(string sid, string status) =>
        [("AccountSid", LineSettings.AccountSid), ("MessageSid", sid), ("From", Line.Number), ("To", "+15005550006"), ("MessageStatus", status),
            .. status == "undelivered" ? [("ErrorCode", "30003")] : Array.Empty<(string, string)>()];
}
