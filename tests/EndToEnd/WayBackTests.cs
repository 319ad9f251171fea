using System.Security.Cryptography;
using Hotline.Contracts;
using Hotline.Local.Demo.WebForm;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.EndToEnd;

/// <summary>The way back through both rooms: a reporter is asked, hears it by every way, and answers.</summary>
[Trait("Speed", "slow")]
public sealed class WayBackTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_is_read_on_the_receipts_page_by_phone_and_by_text_and_each_answer_stands_in_the_thread()
    {
        await using var line = await Line.BorrowBothAsync(parts, ("Hotline__Receipts__AttemptsPerSource", "500"));
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var form = await browser.OpenAsync("/report", Stop);
        var receipt = (await browser.SendAsync(form, "/report", [("what", "They posted my address.")], [], Stop)).Receipt!;
        var tip = TipId.OfSubmission(form.HiddenFields("/report").Single(field => field.Name == "submission").Value);
        var back = await browser.OpenAsync("/receipt", Stop);
        await OpensAsync("We have it, and a person will read it.");

        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        await rosa.OpenAsync($"/review/tips/{tip}");
        await rosa.PostAsync($"/review/tips/{tip}/question", ("text", "Which street was it?"));
        var asked = await OpensAsync("Which street was it?");
        await OpensAsync("We have a question for you.");

        var called = await line.Twilio.CallAsync(
            new CallScript { Keys = ["3", receipt.Replace(" ", "")], Says = ["It was Elm Street."] }, null, Stop);
        Assert.Contains(called.Lines, said => said.Text.Contains("Which street was it?", StringComparison.Ordinal));
        var texted = await line.Twilio.TextAsync(
            new TextScript { From = "+15005550199", Body = $"{receipt} It was near the school." }, null, Stop);
        Assert.DoesNotContain(
            texted.Lines, said => said.Who == "hotline" && System.Text.RegularExpressions.Regex.IsMatch(said.Text, @"\d{4} \d{4}"));
        var written = await browser.SendAsync(asked, "/receipt", [("what", "And number five.")], [], Stop);
        Assert.Equal("We have what you added", written.Heading);

        await Eventually.TrueAsync(async () =>
        {
            await rosa.OpenAsync($"/review/tips/{tip}");
            return new[] { "It was Elm Street.", "It was near the school.", "And number five." }.All(
                words => rosa.Page.Contains(words, StringComparison.Ordinal));
        }, Stop);
        Assert.DoesNotContain(receipt, rosa.Page, StringComparison.Ordinal);
        await OpensAsync("We have your answer, and a person will read it.");
        await rosa.OpenAsync($"/review/tips/{tip}");
        await rosa.PostAsync($"/review/tips/{tip}/close", ("disposition", "Referred"), ("reason", "Told the precinct."));
        await OpensAsync("It has been read and is closed.");

        async Task<VisitedPage> OpensAsync(string words)
        {
            VisitedPage? page = null;
            await Eventually.TrueAsync(async () =>
            {
                await Task.Delay(500, Stop);
                page = await browser.SendAsync(back, "/receipt", [("code", receipt)], [], Stop);
                return System.Net.WebUtility.HtmlDecode(page.Html).Contains(words, StringComparison.Ordinal);
            }, Stop);
            return page!;
        }
    }

    [Fact]
    public async Task How_far_a_questions_text_got_comes_back_through_the_other_room_and_is_shown_on_the_question()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var texted = await line.Twilio.TextAsync(new TextScript { From = "+15005550171", Body = "They posted her address." }, null, Stop);
        var tip = TipOf.Text(texted.Sid);
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        await AskAsync("Which street was it?");
        await ShowsAsync("; texted, delivered");
        line.Twilio.Misbehaviour.Undelivered = 30003;
        await AskAsync("And which house?");
        await ShowsAsync("; the text was not delivered (error 30003)");
        await ShowsAsync("; texted, delivered"); // The first one's still.

        async Task AskAsync(string question)
        {
            await Eventually.TrueAsync(
                async () => (await rosa.OpenAsync($"/review/tips/{tip}")).Status == System.Net.HttpStatusCode.OK, Stop);
            await rosa.PostAsync($"/review/tips/{tip}/question", ("text", question));
        }

        Task ShowsAsync(string words) => Eventually.TrueAsync(
            async () => System.Net.WebUtility.HtmlDecode((await rosa.OpenAsync($"/review/tips/{tip}")).Page).Contains(
                words, StringComparison.Ordinal), Stop);
    }

    [Fact]
    public async Task Of_a_tip_with_many_parts_the_receipts_page_proves_the_latest_hundred_and_counts_the_others()
    {
        await using var line = await Line.BorrowBothAsync(parts, ("Hotline__Receipts__AttemptsPerSource", "500"));
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var texted = await line.Twilio.TextAsync(new TextScript { From = "+15005550172", Body = "The first of many." }, null, Stop);
        var receipt = System.Text.RegularExpressions.Regex.Match(
            string.Concat(texted.Lines.Select(said => said.Text)), @"\d{4} \d{4} \d{4} \d{4}").Value;
        for (var n = 1; n < 123; n++)
            await line.Twilio.TextAsync(new TextScript { From = "+15005550172", Body = $"Another thing, number {n}." }, null, Stop);
        var back = await browser.OpenAsync("/receipt", Stop);
        await Eventually.TrueAsync(async () =>
        {
            await Task.Delay(1000, Stop);
            var page = (await browser.SendAsync(back, "/receipt", [("code", receipt)], [], Stop)).Html;
            return page.Contains("And 23 more before these.", StringComparison.Ordinal)
                && page.Contains(Convert.ToHexStringLower(SHA256.HashData("Another thing, number 122."u8)), StringComparison.Ordinal)
                && System.Text.RegularExpressions.Regex.Count(page, "<code>[0-9a-f]{64}</code>") == 100;
        }, Stop);
    }

    [Fact]
    public async Task The_phone_reports_the_console_asks_the_receipts_page_answers_the_console_closes_and_the_audit_verifies()
    {
        var chromium = Chromium.Find();
        await using var line = await Line.BorrowBothAsync(parts);
        var told = await Oracle.AskAsync("way-back.mjs", new
        {
            chromium, phone = line.Twilio.Phone, intake = line.Intake.Url.AbsoluteUri, console = line.Review!.Url.AbsoluteUri,
            shots = Directory.CreateDirectory(Path.Combine(Oracle.Root, "artifacts", "way-back")).FullName,
        }, Stop);
        Assert.Equal(
            ["the phone reports", "the console claims and asks", "the receipt's page answers",
                "the console reads the answer and closes", "the audit verifies"],
            told["steps"]!.AsArray().Select(step => (string)step!));
    }
}
