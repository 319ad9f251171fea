using System.Net;
using Hotline.Contracts;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.Intake.Messages;

/// <summary>The files of texts, however Twilio names them.</summary>
[Trait("Speed", "slow")]
public sealed class MediaTests(SharedParts parts)
{
    private static readonly MediaFile Picture = new("image/png", [1, 2, 3]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("?x=1")]
    [InlineData(".jpg")]
    [InlineData(null)] // Counted, and not named.
    public async Task A_file_arrives_whatever_stands_behind_its_sid_or_where_it_is_not_named_at_all(string? behind)
    {
        await using var line = await Line.BorrowAsync(parts);
        line.Lose(WebhookKind.Message);
        var text = await line.Twilio.TextAsync(new TextScript { Body = "Here.", Media = [Picture, Picture] }, null, Stop);
        (string, string)[] urls = behind is null ? [] :
        [
            .. line.Twilio.Remembers("Media").Select((media, n) => (
                $"MediaUrl{n}", $"https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/{text.Sid}/Media/{media.Sid}{behind}")),
        ];
        await line.Webhook.PostAsync("twilio/messages/receive", [
            .. Webhook.Text(text.Sid, "Here.").Where(field => field.Item1 != "NumMedia"), ("NumMedia", "2"), .. urls]);
        var tips = await line.WaitForTipsAsync(tips => tips.Count(part => part.Kind == PartKind.Attachment) == 2);
        var statement = await line.OpenAsync(tips.Single(part => part.Kind == PartKind.Statement));
        Assert.Equal(2, (int?)statement["mediaCount"]);
        foreach (var part in tips.Where(part => part.Kind == PartKind.Attachment))
            Assert.Equal(text.Sid, (string?)(await line.OpenAsync(part))["parent"]);
    }

    // Twilio sends ten at most. No transaction takes the rows of sixty: some are named in the first, the others are looked for.
    [Fact]
    public async Task Sixty_files_of_one_text_are_counted_and_the_text_is_kept()
    {
        await using var line = await Line.BorrowAsync(parts);
        var sid = Webhook.Sid("SM");
        var answer = await line.Webhook.PostAsync("twilio/messages/receive", [
            .. Webhook.Text(sid, "Here.").Where(field => field.Item1 != "NumMedia"), ("NumMedia", "60"),
            .. Enumerable.Range(0, 60).Select(n => (
                $"MediaUrl{n}", $"https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/{sid}/Media/{Webhook.Sid("ME")}"))]);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var tips = await line.WaitForTipsAsync(tips => tips.Any(part => part.Kind == PartKind.Statement));
        Assert.Equal(60, (int?)(await line.OpenAsync(tips.Single(part => part.Kind == PartKind.Statement)))["mediaCount"]);
    }

    [Fact]
    public async Task A_file_that_is_gone_or_that_nobody_names_is_shown_as_missing_with_the_reason()
    {
        await using var line = await Line.StartAsync(parts, ("Hotline__Retry__MediaAfter", "00:00:02"));
        await line.StartReviewAsync();
        line.Lose(WebhookKind.Message);
        var text = await line.Twilio.TextAsync(new TextScript { Body = "Here.", Media = [Picture, Picture] }, null, Stop);
        var gone = Webhook.Sid("ME");
        var urls = line.Twilio.Remembers("Media").Select(media => media.Sid).Append(gone).Select((sid, n) => (
            $"MediaUrl{n}", $"https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/{text.Sid}/Media/{sid}"));
        await line.Webhook.PostAsync("twilio/messages/receive", [
            .. Webhook.Text(text.Sid, "Here.").Where(field => field.Item1 != "NumMedia"), ("NumMedia", "4"), .. urls]);
        var tip = TipOf.Text(text.Sid);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{tip}|missing-")).Count == 2, Stop);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{tip}|attachment-")).Count == 2, Stop);
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        var page = WebUtility.HtmlDecode((await rosa.OpenAsync($"/review/tips/{tip}")).Page);
        Assert.Contains("2 of 4 files arrived.", page, StringComparison.Ordinal);
        Assert.Contains("It was deleted at Twilio before the line could fetch it.", page, StringComparison.Ordinal);
        Assert.Contains("Twilio counted it, and did not say where it is.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_are_listed_one_after_the_other_are_counted_together_though_Twilio_lists_the_first_no_more()
    {
        await using var line = await Line.StartAsync(parts, ("Hotline__Retry__MediaAfter", "00:00:20"));
        await line.StartReviewAsync();
        line.Lose(WebhookKind.Message);
        var text = await line.Twilio.TextAsync(new TextScript { Body = "Here.", Media = [Picture] }, null, Stop);
        await line.Webhook.PostAsync("twilio/messages/receive", [
            .. Webhook.Text(text.Sid, "Here.").Where(field => field.Item1 != "NumMedia"), ("NumMedia", "3")]);
        var tip = TipOf.Text(text.Sid);
        // Once it was accepted, Twilio's copy goes; the other two are never listed.
        await Eventually.TrueAsync(() => line.Twilio.Remembers("Media").Count == 0, Stop);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{tip}|missing-")).Count == 1, Stop);
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        var page = WebUtility.HtmlDecode((await rosa.OpenAsync($"/review/tips/{tip}")).Page);
        Assert.Contains("1 of 3 files arrived. Twilio counted 2 more", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_that_is_gone_is_a_tip_that_says_so()
    {
        await using var line = await Line.StartAsync(parts, ("Hotline__Retry__MediaAfter", "00:00:00"));
        await line.StartReviewAsync();
        var (call, recording) = (Webhook.Sid("CA"), Webhook.Sid("RE"));
        var action = Webhook.OfCall(call, recording)["action"];
        await line.Webhook.PostAsync(action.Path, action.Form); // Twilio has no such recording.
        var tip = TipOf.Call(call);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{tip}|missing-")).Count == 1, Stop);
        Assert.Single(await ReviewRows.FindAsync(line, "open|"));
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        Assert.Contains("A recording is missing.", (await rosa.OpenAsync($"/review/tips/{tip}")).Page, StringComparison.Ordinal);
    }
}
