using System.Net;
using System.Text.RegularExpressions;
using Hotline.Contracts;
using Hotline.Intake.Receipts;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.Intake.Messages;

/// <summary>Texts with an earlier report's receipt in them.</summary>
[Trait("Speed", "slow")]
public sealed partial class ReturnTextTests(SharedParts parts)
{
    private const string Path = "twilio/messages/receive";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_with_the_receipt_is_linked_without_it_and_answered_with_the_question_and_no_receipt()
    {
        await using var line = await Line.BorrowAsync(parts);
        var reporter = await Reporter.CallsAsync(line);
        await reporter.AskAsync("Which street?");
        var text = await line.Twilio.TextAsync(
            new TextScript { From = "+15005550011", Body = $"It was Main Street. {reporter.Written}" }, null, Stop);
        Assert.Empty(text.Errors);
        var answer = text.Lines.Single(said => said.Who == "hotline").Text;
        Assert.StartsWith("Thank you. This is added to your report.\nGracias.", answer, StringComparison.Ordinal);
        Assert.Contains("\nWhich street?\n", answer, StringComparison.Ordinal);
        Assert.DoesNotMatch(Digits(), answer);
        var tip = TipOf.Text(text.Sid);
        var tips = await line.WaitForTipsAsync(tips => tips.Count(part => part.Tip == tip) == 2);
        Assert.Equal("It was Main Street.",
            (string?)(await line.OpenAsync(tips.Single(part => part.Id.Value == $"statement-{text.Sid}")))["text"]);
        Assert.Equal(reporter.Tip.Value,
            (string?)(await line.OpenAsync(tips.Single(part => part.Id.Value == $"link-{text.Sid}")))["earlier"]);

        // What follows is of the same tip, and gets no receipt either.
        var next = await line.Twilio.TextAsync(new TextScript { From = "+15005550011", Body = "At the corner." }, null, Stop);
        Assert.DoesNotContain(next.Lines, said => said.Who == "hotline");
        tips = await line.WaitForTipsAsync(tips => tips.Any(part => part.Id.Value == $"statement-{next.Sid}"));
        Assert.Equal(tip, tips.Single(part => part.Id.Value == $"statement-{next.Sid}").Tip);
        Assert.Single(tips, part => part.Kind == PartKind.Receipt);
    }

    [Fact]
    public async Task A_text_that_is_the_receipt_alone_is_answered_with_the_state_is_no_tip_and_goes_at_twilio()
    {
        await using var line = await Line.BorrowAsync(parts);
        var reporter = await Reporter.CallsAsync(line);
        var first = await AskAsync(line, reporter);
        Assert.Equal("We have your report. A person will read it.\nTenemos su aviso. Una persona lo va a leer.", Answer(first));
        await reporter.StandAsync("reading", 2);
        Assert.StartsWith("A person is reading your report.\n", Answer(await AskAsync(line, reporter)), StringComparison.Ordinal);
        await reporter.AskAsync("Which street?", 3);
        var asked = Answer(await AskAsync(line, reporter));
        Assert.StartsWith("Your report was read, and we have a question.\n", asked, StringComparison.Ordinal);
        Assert.Contains("\nWhich street?\nTo answer, text your receipt and your words.\n", asked, StringComparison.Ordinal);
        await reporter.StandAsync("closed", 4);
        var closed = await AskAsync(line, reporter);
        Assert.StartsWith("Your report was read and is closed.", Answer(closed), StringComparison.Ordinal);
        Assert.DoesNotContain("street", Answer(closed), StringComparison.Ordinal);

        foreach (var text in new[] { first, closed })
            await Eventually.TrueAsync(
                () => (string?)line.Twilio.Remembers("Messages").Single(message => message.Sid == text.Sid)["body"] == "", Stop);
        await Eventually.TrueAsync(
            async () => !(await line.RowsAsync()).Any(row => row.RowKey.StartsWith("outbox|", StringComparison.Ordinal)), Stop);
        Assert.All(await line.TipsAsync(), part => Assert.Equal(reporter.Tip, part.Tip));
        Assert.DoesNotContain(await line.RowsAsync(), row => row.RowKey.StartsWith("thread|", StringComparison.Ordinal));
        // The sender's number is not kept beside it.
        Assert.False((await line.RowsAsync()).Single(row => row.RowKey == $"message|{first.Sid}").ContainsKey("Number"));
    }

    [Fact]
    public async Task A_webhook_that_is_repeated_is_answered_the_same_and_keeps_nothing_twice()
    {
        await using var line = await Line.BorrowAsync(parts);
        var reporter = await Reporter.CallsAsync(line);
        foreach (var (body, kept) in new[] { (reporter.Code, 0), ($"{reporter.Code} Main Street.", 2) })
        {
            var form = Webhook.Text(Webhook.Sid("SM"), body, "+15005550011");
            var first = await line.Webhook.PostAsync(Path, form);
            var second = await line.Webhook.PostAsync(Path, form);
            Assert.Equal(HttpStatusCode.OK, first.Status);
            Assert.Equal(first, second);
            await Eventually.TrueAsync(
                async () => !(await line.RowsAsync()).Any(row => row.RowKey.StartsWith("outbox|", StringComparison.Ordinal)), Stop);
            Assert.Equal(kept, (await line.TipsAsync()).Count(part => part.Tip != reporter.Tip));
        }
    }

    [Fact]
    public async Task With_its_own_receipt_a_tip_is_not_linked_to_itself_and_media_are_no_code_alone()
    {
        await using var line = await Line.BorrowAsync(parts);
        var reporter = await Reporter.TextsAsync(line);
        var text = await line.Twilio.TextAsync(new TextScript { Body = reporter.Code, Media = [new("image/png", [1, 2, 3])] }, null, Stop);
        Assert.StartsWith("Thank you. This is added", Answer(text), StringComparison.Ordinal);
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 4);
        Assert.All(tips, part => Assert.Equal(reporter.Tip, part.Tip));
        Assert.DoesNotContain(tips, part => part.Kind == PartKind.Link);
        Assert.Equal("", (string?)(await line.OpenAsync(tips.Single(part => part.Id.Value == $"statement-{text.Sid}")))["text"]);
    }

    [Fact]
    public async Task A_wrong_code_and_one_too_many_are_texts_as_any_other()
    {
        await using var line = await Line.BorrowAsync(parts, ("Hotline__Receipts__AttemptsPerSource", "1"));
        var reporter = await Reporter.CallsAsync(line);
        var wrong = ReceiptCode.New().Digits;
        foreach (var (from, body) in new[] { ("+15005550011", $"My receipt is {wrong}."), ("+15005550012", reporter.Code) })
        {
            if (body == reporter.Code)
                await line.Webhook.PostAsync("twilio/voice/code", [.. Webhook.Caller(Webhook.Sid("CA"), from), ("Digits", wrong)]);
            var text = await line.Twilio.TextAsync(new TextScript { From = from, Body = body }, null, Stop);
            Assert.Matches(Digits(), Answer(text));
            var tips = await line.WaitForTipsAsync(tips => tips.Count(part => part.Tip == TipOf.Text(text.Sid)) == 2);
            Assert.Equal(body, (string?)(await line.OpenAsync(tips.Single(part => part.Id.Value == $"statement-{text.Sid}")))["text"]);
            Assert.DoesNotContain(tips, part => part.Kind == PartKind.Link);
            // The one that could not be tried may be a receipt, and Review hides it.
            var statement = await line.OpenAsync(tips.Single(part => part.Id.Value == $"statement-{text.Sid}"));
            Assert.Equal(body == reporter.Code, (bool?)statement["hidesCodes"] == true);
        }
    }

    [Fact]
    public async Task Every_receipt_in_a_text_is_cut_wherever_it_is_and_each_earlier_report_is_linked()
    {
        await using var line = await Line.BorrowAsync(parts);
        var (first, second) = (await Reporter.CallsAsync(line), await Reporter.CallsAsync(line, from: "+15005550007"));
        var reaction = $"Liked “We have your report. Receipt: {first.Written}. Keep it.\nTenemos su aviso. Recibo: {first.Written}.”";
        var commas = string.Join(", ", second.Code.ToCharArray());
        var text = await line.Twilio.TextAsync(
            new TextScript { From = "+15005550011", Body = $"{reaction}\n{commas}\nIt was Main Street." }, null, Stop);
        var tip = TipOf.Text(text.Sid);
        var tips = await line.WaitForTipsAsync(tips => tips.Count(part => part.Tip == tip) == 3);
        var words = (string?)(await line.OpenAsync(tips.Single(part => part.Id.Value == $"statement-{text.Sid}")))["text"];
        Assert.DoesNotMatch("[0-9]", words);
        Assert.EndsWith("It was Main Street.", words, StringComparison.Ordinal);
        var links = await Task.WhenAll(tips.Where(part => part.Kind == PartKind.Link).Select(line.OpenAsync));
        Assert.Equal(
            new[] { first.Tip.Value, second.Tip.Value }.Order(), links.Select(link => (string)link["earlier"]!).Order());
    }

    [Fact]
    public async Task A_receipt_under_its_label_is_the_receipt_alone()
    {
        await using var line = await Line.BorrowAsync(parts);
        var reporter = await Reporter.CallsAsync(line);
        var spelled = string.Concat(reporter.Code.Select(digit => $"{digit}\uFE0F\u20E3"));
        var text = await line.Twilio.TextAsync(new TextScript { From = "+15005550011", Body = $"Receipt:\n{spelled}" }, null, Stop);
        Assert.StartsWith("We have your report. A person will read it.", Answer(text), StringComparison.Ordinal);
        Assert.All(await line.TipsAsync(), part => Assert.Equal(reporter.Tip, part.Tip));
    }

    [Fact]
    public async Task A_spanish_receipt_is_answered_in_spanish_and_a_long_question_is_cut_with_word_of_how_to_hear_it()
    {
        await using var line = await Line.BorrowAsync(parts);
        var reporter = await Reporter.CallsAsync(line, "2");
        await reporter.AskAsync($"{string.Concat(Enumerable.Repeat("¿Dónde? ", 100))}{string.Concat(Enumerable.Repeat("😡", 900))}");
        var answer = Answer(await AskAsync(line, reporter));
        Assert.StartsWith("Hay una pregunta sobre su aviso.\n¿Dónde?", answer, StringComparison.Ordinal);
        Assert.EndsWith("😡...\nEs larga: llame, oprima el 3 y la escucha toda.", answer, StringComparison.Ordinal);
        Assert.InRange(answer.Length, 1590, 1600);
    }

    [Fact]
    public async Task With_storage_away_a_text_with_a_receipt_is_asked_for_again()
    {
        await using var line = await Line.BorrowAsync(parts);
        var reporter = await Reporter.CallsAsync(line);
        var form = Webhook.Text(Webhook.Sid("SM"), $"{reporter.Code} Main Street.");
        line.Storage.Fails = StorageProxy.Fault.Refusing;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await line.Webhook.PostAsync(Path, form)).Status);
        line.Storage.Fails = StorageProxy.Fault.None;
        Assert.Contains("added to your report", (await line.Webhook.PostAsync(Path, form)).Body, StringComparison.Ordinal);
    }

    private static Task<ConversationResult> AskAsync(Line line, Reporter reporter) =>
        line.Twilio.TextAsync(new TextScript { From = "+15005550011", Body = $" {reporter.Written}. " }, null, Stop);

    private static string Answer(ConversationResult text)
    {
        Assert.Empty(text.Errors);
        return text.Lines.Single(said => said.Who == "hotline").Text;
    }

    [GeneratedRegex("\\d{4} \\d{4} \\d{4} \\d{4}")]
    private static partial Regex Digits();
}
