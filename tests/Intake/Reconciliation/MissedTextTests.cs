using System.Globalization;
using System.Security.Cryptography;
using Hotline.Contracts;
using Hotline.Local.Line;
using Hotline.Local.Twilio.Account;
using Twilio.Clients;
using Twilio.Http;
using Twilio.Rest.Api.V2010.Account;
using HttpClient = System.Net.Http.HttpClient;

namespace Hotline.Tests.Intake.Reconciliation;

/// <summary>Texts of which no webhook told.</summary>
[Trait("Speed", "slow")]
public sealed class MissedTextTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_with_media_is_taken_whole_and_once()
    {
        await using var line = await Line.BorrowAsync(parts);
        line.Lose(WebhookKind.Message);
        var media = Enumerable.Range(0, 3).Select(n => new MediaFile("image/jpeg", RandomNumberGenerator.GetBytes(1000 + n))).ToList();
        var text = await line.Twilio.TextAsync(
            new TextScript { From = "+15005550021", Body = "They posted her address. 😡", Media = media }, null, Stop);
        await line.ReconcileAsync();
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 4);
        Assert.All(tips, part => Assert.Equal((TipOf.Text(text.Sid), false), (part.Tip!.Value, part.OverFallback)));
        var statement = await line.OpenAsync(tips.Single(part => part.Id.Value == $"statement-{text.Sid}"));
        Assert.Equal(
            ("They posted her address. 😡", "+15005550021", Line.Number, 3),
            ((string?)statement["text"], (string?)statement["from"], (string?)statement["line"], (int?)statement["mediaCount"]));
        var opened = new List<string>();
        foreach (var part in tips.Where(part => part.Kind == PartKind.Attachment))
            opened.Add(Convert.ToBase64String(await line.OpenBlobAsync((string)(await line.OpenAsync(part))["blob"]!)));
        Assert.Equal(media.Select(item => Convert.ToBase64String(item.Content)).Order(), opened.Order());

        await Reconciling.AssertNothingMoreAsync(line, 4, async () =>
        {
            await line.ReconcileAsync();
            // The webhook comes after all: it is known, and gives no receipt for what nobody waits for.
            await line.Webhook.PostAsync("twilio/messages/receive", Webhook.Text(text.Sid, "They posted her address. 😡", "+15005550021"));
        });
    }

    [Fact]
    public async Task Texts_of_one_sender_are_one_tip_and_the_next_is_answered_with_its_receipt()
    {
        await using var line = await Line.BorrowAsync(parts);
        line.Lose(WebhookKind.Message);
        var first = await line.Twilio.TextAsync(new TextScript { Body = "They posted her address." }, null, Stop);
        await line.Twilio.TextAsync(new TextScript { Body = "And her plate." }, null, Stop);
        await line.ReconcileAsync();
        await line.WaitForTipsAsync(tips => tips.Count == 2);
        line.Twilio.Misbehaviour.Dropped.Clear();
        var next = await line.Twilio.TextAsync(new TextScript { Body = "Is anyone there?" }, null, Stop);
        Assert.Matches("\\d{4} \\d{4} \\d{4} \\d{4}", next.Lines.Single(said => said.Who == "hotline").Text);
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 4);
        Assert.Single(tips.Select(part => part.Tip).Distinct());
        Assert.Contains(tips, part => part.Tip == TipOf.Text(first.Sid));
    }

    [Fact]
    public async Task STOP_a_receipt_and_an_answer_are_taken_for_what_they_are()
    {
        await using var line = await Line.BorrowAsync(parts);
        var reporter = await Reporter.TextsAsync(line);
        line.Lose(WebhookKind.Message);
        var asks = await line.Twilio.TextAsync(new TextScript { From = "+15005550022", Body = reporter.Written }, null, Stop);
        var answers = await line.Twilio.TextAsync(
            new TextScript { From = "+15005550023", Body = $"{reporter.Written} On Main Street." }, null, Stop);
        var stops = await line.Twilio.TextAsync(new TextScript { From = "+15005550024", Body = "Stop" }, null, Stop);
        await line.ReconcileAsync();
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 5);
        Assert.Equal("STOP", (string?)(await line.OpenAsync(tips.Single(part => part.Id.Value == $"consent-{stops.Sid}")))["word"]);
        Assert.Equal(reporter.Tip.Value,
            (string?)(await line.OpenAsync(tips.Single(part => part.Id.Value == $"link-{answers.Sid}")))["earlier"]);
        Assert.Equal("On Main Street.",
            (string?)(await line.OpenAsync(tips.Single(part => part.Id.Value == $"statement-{answers.Sid}")))["text"]);
        // The receipt that was all of a text goes at Twilio.
        await Eventually.TrueAsync(() => line.Twilio.Remembers("Messages").Single(message => message.Sid == asks.Sid)["body"] == "", Stop);
        await Reconciling.AssertNothingMoreAsync(line, 5, line.ReconcileAsync);
    }

    [Fact]
    public async Task What_was_redacted_at_Twilio_becomes_no_tip_and_our_own_texts_become_none_and_are_redacted()
    {
        await using var line = await Line.BorrowAsync(parts);
        line.Lose(WebhookKind.MessageStatus);
        var text = await line.Twilio.TextAsync(new TextScript { Body = "They posted her address." }, null, Stop);
        await line.WaitForTipsAsync(tips => tips.Count == 2);
        Assert.Contains(line.Twilio.Remembers("Messages"), message => message["direction"] == "outbound-reply" && message["body"] != "");
        var api = new TwilioRestClient(
            LineSettings.ReviewKeySid, LineSettings.ApiKeys[LineSettings.ReviewKeySid], LineSettings.AccountSid,
            httpClient: new SystemNetHttpClient(new HttpClient(new ToSimulator(line.Twilio.Url))));
        await MessageResource.CreateAsync(to: "+15005550006", from: Line.Number, body: "We have a question.", client: api);
        line.Lose(WebhookKind.Message);
        var redacted = await line.Twilio.TextAsync(new TextScript { From = "+15005550025", Body = "Gone already." }, null, Stop);
        await MessageResource.UpdateAsync(redacted.Sid, body: "", client: api);

        await Reconciling.AssertNothingMoreAsync(line, 2, line.ReconcileAsync);
        await Eventually.TrueAsync(
            () => line.Twilio.Remembers("Messages").Where(message => message["direction"] != "inbound").All(
                message => message["body"] == ""), Stop);
        Assert.Equal("They posted her address.", line.Twilio.Remembers("Messages").Single(message => message.Sid == text.Sid)["body"]);
    }

    [Theory]
    [InlineData("They posted her address.")]
    [InlineData("")]
    public async Task Media_that_Twilio_lists_late_come_with_their_text_whether_it_has_words_or_none(string words)
    {
        await using var line = await Line.BorrowAsync(parts);
        line.Lose(WebhookKind.Message);
        var text = await line.Twilio.TextAsync(new TextScript { Body = words, Media = [new("image/png", [1, 2, 3])] }, null, Stop);
        var media = line.Twilio.Remembers("Media").Single();
        media.Fields["parent_sid"] = "MM0"; // Not listed yet.
        await line.ReconcileAsync();
        await Eventually.TrueAsync(() => line.Log.Lines.Any(
            logged => logged.Contains($"findmedia-{text.Sid} of intake is put off", StringComparison.Ordinal)), Stop);
        media.Fields["parent_sid"] = text.Sid;
        await line.WaitForTipsAsync(tips => tips.Count(part => part.Tip == TipOf.Text(text.Sid)) == 2);
    }

    [Fact]
    public async Task More_than_a_page_of_texts_is_taken_whole()
    {
        const int Count = 120;
        await using var line = await Line.BorrowAsync(parts);
        line.Lose(WebhookKind.Message);
        for (var n = 0; n < Count; n++)
            await line.Twilio.TextAsync(
                new TextScript { From = string.Create(CultureInfo.InvariantCulture, $"+1500556{n:D4}"), Body = $"Text {n}." }, null, Stop);
        await line.ReconcileAsync();
        var tips = await line.WaitForTipsAsync(tips => tips.Count == Count);
        Assert.Equal(Count, tips.Select(part => part.Tip).Distinct().Count());
    }

    private sealed class ToSimulator(Uri simulator) : DelegatingHandler(new HttpClientHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(simulator, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
