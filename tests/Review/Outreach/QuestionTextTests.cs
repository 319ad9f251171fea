using Hotline.Contracts;
using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Messages;
using Hotline.Platform.Words;
using Hotline.Review.Outreach;
using Hotline.Review.Table;
using Microsoft.Extensions.Options;

namespace Hotline.Tests.Review.Outreach;

/// <summary>The text to a reporter who was asked, by the real review worker and the simulator.</summary>
[Trait("Speed", "slow")]
public sealed class QuestionTextTests(SharedParts parts)
{
    private const string From = "+15005554601";
    private const string Question = "Which street was it?";
    private static readonly (string, string)[] SendsQuestions =
        [("Hotline__Outreach__Lines__0__Number", Line.Number), ("Hotline__Outreach__Lines__0__Sends", "Question")];

    // Twilio tells nobody how far a text got, so that a test can.
    private static readonly (string, string) Untold = ("Hotline__Outreach__IntakeUrl", "");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_texter_is_told_that_there_is_a_message_and_the_question_itself_only_where_the_line_says_so()
    {
        await using var line = await Line.BorrowAsync(parts);
        await line.StartReviewAsync(Untold);
        var (rosa, tip) = await AskedAsync(line);
        using var _ = rosa;
        await ShowsAsync(rosa, tip, "; texted");
        var notice = Assert.Single(Sent(line));
        Assert.Equal((Line.Number, From, new QuestionWords(LineFolder.Default).Notice), (notice["from"], notice["to"], notice["body"]));
        Assert.DoesNotContain("street", notice["body"], StringComparison.OrdinalIgnoreCase);

        await line.ChangeReviewAsync(Stop, SendsQuestions);
        await AskAsync(rosa, tip, "And which house?");
        await Eventually.TrueAsync(() => Sent(line).Count == 2, Stop);
        Assert.Contains(Sent(line), text => text["body"] == new QuestionWords(LineFolder.Default).Question("And which house?"));
        Assert.StartsWith("And which house?\n", new QuestionWords(LineFolder.Default).Question("And which house?"), StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"seen|question-")).Count == 2, Stop);
        await ReviewRows.AssertRebuiltAsync(line);
    }

    [Fact]
    public async Task How_far_a_text_got_is_shown_on_its_question_and_wakes_nothing()
    {
        await using var line = await Line.BorrowAsync(parts);
        await line.StartReviewAsync(Untold);
        var (rosa, tip) = await AskedAsync(line);
        using var _ = rosa;
        await ShowsAsync(rosa, tip, "; texted");
        var before = (await ReviewRows.FindAsync(line, ReviewKeys.Tip(tip))).Single().GetString("State");
        var question = (await ReviewRows.FindAsync(line, $"part|{tip}|question-")).Single().RowKey.Split('|')[2];
        await WebReport.DeliveredAsync(line, tip, question, "SM1", "delivered");
        await WebReport.DeliveredAsync(line, tip, question, "SM1", "sent");
        await ShowsAsync(rosa, tip, "; texted, delivered");
        Assert.Equal(before, (await ReviewRows.FindAsync(line, ReviewKeys.Tip(tip))).Single().GetString("State"));
        await WebReport.DeliveredAsync(line, tip, "question-of-another", "SM2", "undelivered", 30006);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{tip}|deliverystatus-")).Count >= 3, Stop);
        Assert.DoesNotContain("30006)", (await rosa.OpenAsync($"/review/tips/{tip}")).Page, StringComparison.Ordinal);
        await AskAsync(rosa, tip, "And which house?");
        var second = (await ReviewRows.FindAsync(line, $"part|{tip}|question-")).Select(row => row.RowKey.Split('|')[2])
            .Single(part => part != question);
        await WebReport.DeliveredAsync(line, tip, second, "SM3", "undelivered", 30006);
        await ShowsAsync(rosa, tip, "; the text was not delivered (error 30006)");
        await ReviewRows.AssertRebuiltAsync(line);
    }

    [Fact]
    public async Task Nobody_is_texted_after_a_stop_and_the_tip_says_so()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var tip = await TextAsync(line);
        await line.Twilio.TextAsync(new TextScript { From = From, Body = "STOP" }, null, Stop);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, "consent|")).Count == 1, Stop);
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        await AskAsync(rosa, tip, Question);
        await ShowsAsync(rosa, tip, "; not texted: STOP");
        Assert.Empty(Sent(line));
    }

    [Fact]
    public async Task What_twilio_refuses_is_shown_what_may_pass_is_tried_again_and_without_a_key_nothing_fails()
    {
        await using var line = await Line.BorrowAsync(parts);
        await line.StartReviewAsync(Untold);
        var tip = await TextAsync(line);
        // The clean-up asks for messages too, the reporter's and the one with the receipt: what fails below is to be Review's text.
        await Eventually.TrueAsync(async () => (await line.RowsAsync()).Count(row => row.ContainsKey("Cleaned")) == 2, Stop);
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        line.Twilio.Misbehaviour.FailRest(503, times: 2, resource: "Messages");
        await AskAsync(rosa, tip, Question);
        await ShowsAsync(rosa, tip, "; texted");
        Assert.Single(Sent(line));

        line.Twilio.Misbehaviour.FailRest(400, resource: "Messages");
        await AskAsync(rosa, tip, "And which house?");
        await ShowsAsync(rosa, tip, "; not texted: Twilio refuses it (error ");

        await line.ChangeReviewAsync(
            Stop, ("Hotline__Twilio__AccountSid", ""), ("Hotline__Twilio__ApiKeySid", ""), ("Hotline__Twilio__ApiKeySecret", ""));
        await AskAsync(rosa, tip, "And the number?");
        await ShowsAsync(rosa, tip, "; not texted: Review has no Twilio API key");
        Assert.Empty(await ReviewRows.FindAsync(line, "undelivered|"));
    }

    [Fact]
    public void Our_words_are_within_gsm_7_and_in_both_languages()
    {
        var words = new QuestionWords(LineFolder.Default);
        Assert.InRange(Segments.Of(words.Notice), 1, 2);
        Assert.Equal(1, Segments.Of(words.Question("?")));
        Assert.Equal(
            string.Join('\n', LineFolder.Default.Of("en").Replies.Notice, LineFolder.Default.Of("es").Replies.Notice), words.Notice);
        Assert.InRange(words.Question(new string('x', 1000)).Length, 1000, 1600);
    }

    [Theory]
    [InlineData("https://tips.example.org/intake", "+15005550100", 0, "Set Hotline:Outreach:IntakeUrl")]
    [InlineData("http://tips.example.org/", "+15005550100", 0, "Set Hotline:Outreach:IntakeUrl")]
    [InlineData(null, "5550100", 0, "Write Hotline:Outreach:Lines:0:Number")]
    [InlineData(null, "+15005550100", 7, "Set Hotline:Outreach:Lines:0:Sends")]
    [InlineData("https://tips.example.org", "+15005550100", 1, null)]
    [InlineData(null, "+15005550100", 0, null)]
    public void A_wrong_setting_is_said_in_a_sentence(string? url, string number, int sends, string? sentence)
    {
        var options = new OutreachOptions
        {
            IntakeUrl = url is null ? null : new Uri(url), Lines = { new OutreachLine { Number = number, Sends = (TextedAs)sends } },
        };
        var said = ((IValidateOptions<OutreachOptions>)new OutreachOptionsCheck()).Validate(null, options).FailureMessage;
        Assert.Equal(sentence, said?[..sentence!.Length]);
    }

    private static IReadOnlyList<TwilioRecord> Sent(Line line) =>
        [.. line.Twilio.Remembers("Messages").Where(m => m["direction"] == "outbound-api")];

    private static async Task ShowsAsync(ReviewerBrowser desk, TipId tip, string words)
    {
        const string Waits = "Waits at the reporter’s receipt";
        var page = "";
        await Eventually.TrueAsync(
            async () => (page = System.Net.WebUtility.HtmlDecode((await desk.OpenAsync($"/review/tips/{tip}")).Page)).Contains(
                Waits + words, StringComparison.Ordinal),
            () => $"“{words}” was wanted, this stood there: {string.Join(" / ", page.Split(Waits)[1..].Select(rest => rest[..60]))}", Stop);
    }

    private static async Task AskAsync(ReviewerBrowser desk, TipId tip, string text)
    {
        await desk.OpenAsync($"/review/tips/{tip}");
        await desk.PostAsync($"/review/tips/{tip}/question", ("text", text));
        Assert.Equal(System.Net.HttpStatusCode.OK, desk.Status);
    }

    private static async Task<(ReviewerBrowser Rosa, TipId Tip)> AskedAsync(Line line)
    {
        var tip = await TextAsync(line);
        var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        await AskAsync(rosa, tip, Question);
        return (rosa, tip);
    }

    private static async Task<TipId> TextAsync(Line line)
    {
        var tip = TipOf.Text(
            (await line.Twilio.TextAsync(new TextScript { From = From, Body = "They posted her address." }, null, Stop)).Sid);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{tip}|")).Count == 2, Stop);
        return tip;
    }
}
