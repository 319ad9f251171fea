using Hotline.Contracts;
using Hotline.Intake.Receipts;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.Intake.Voice;

/// <summary>Callers who add to an earlier report.</summary>
[Trait("Speed", "slow")]
public sealed class ReturnCallTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_caller_with_the_receipt_hears_the_question_twice_and_what_is_said_is_linked_without_a_new_receipt()
    {
        await using var line = await Line.BorrowAsync(parts);
        var reporter = await Reporter.CallsAsync(line);
        await reporter.AskAsync("Which <street> was it?");
        var call = await line.Twilio.CallAsync(
            new CallScript { From = "+15005550011", Keys = ["3", reporter.Code], Says = ["It was in front of the house on Main Street."] }, null, Stop);
        Assert.Empty(call.Errors);
        Assert.Equal(2, call.Lines.Count(said => said.Text == "Which <street> was it?"));
        Assert.Single(call.Lines, said => said.Text.Contains("This question waits for you", StringComparison.Ordinal));
        AssertAdded(call);
        await AssertLinkedAsync(line, call, reporter.Tip);
        Assert.Contains("earlier=" + reporter.Tip,
            call.Exchanges.Single(exchange => exchange.Kind == WebhookKind.Recorded).Url, StringComparison.Ordinal);
        Assert.DoesNotContain(call.Exchanges, exchange => exchange.Url.Contains(reporter.Code, StringComparison.Ordinal));

        // Answered: the next call is not asked again.
        await reporter.StandAsync("answered", 3);
        var next = await line.Twilio.CallAsync(
            new CallScript { From = "+15005550011", Keys = ["3", reporter.Code], Says = ["One thing more."] }, null, Stop);
        Assert.Contains(next.Lines, said => said.Text.Contains("No question waits for you", StringComparison.Ordinal));
        Assert.DoesNotContain(next.Lines, said => said.Text.Contains("street", StringComparison.Ordinal));
        await AssertLinkedAsync(line, next, reporter.Tip);
    }

    [Fact]
    public async Task A_spanish_reports_receipt_brings_the_call_back_to_spanish()
    {
        await using var line = await Line.BorrowAsync(parts, Line.Transcribed);
        var reporter = await Reporter.CallsAsync(line, "2");
        await reporter.AskAsync("¿En qué calle?", 1);
        await reporter.AskAsync("¿Y cuándo?", 2);
        var call = await line.Twilio.CallAsync(new CallScript { Keys = ["3", reporter.Code], Says = ["En la calle Mayor."] }, null, Stop);
        Assert.Empty(call.Errors);
        Assert.Contains(
            call.Lines, said => said.Does == "says (es-MX)" && said.Text.Contains("Hay preguntas para usted", StringComparison.Ordinal));
        Assert.Equal(2, call.Lines.Count(said => said is { Does: "says (es-MX)", Text: "¿En qué calle?" }));
        Assert.Equal(2, call.Lines.Count(said => said is { Does: "says (es-MX)", Text: "¿Y cuándo?" }));
        Assert.Contains(call.Lines, said => said.Text.Contains("se agregó a su aviso", StringComparison.Ordinal));
        // Twilio transcribes no Spanish.
        Assert.Contains(
            "transcript=None", call.Exchanges.Single(exchange => exchange.Kind == WebhookKind.Recorded).Url, StringComparison.Ordinal);
        Assert.Equal("es", (await AssertLinkedAsync(line, call, reporter.Tip)).Language);
    }

    [Fact]
    public async Task A_wrong_code_is_asked_for_again_three_times_and_then_the_report_is_taken_for_itself()
    {
        await using var line = await Line.BorrowAsync(parts);
        var reporter = await Reporter.CallsAsync(line);
        var late = await line.Twilio.CallAsync(
            new CallScript { Keys = ["3", ReceiptCode.New().Digits, "123#", reporter.Code], Says = ["It was in front of the house on Main Street."] }, null, Stop);
        Assert.Empty(late.Errors);
        // In both languages each time.
        Assert.Equal(2, late.Lines.Count(said => said.Text.StartsWith("We did not find that receipt", StringComparison.Ordinal)));
        Assert.Equal(2, late.Lines.Count(said => said.Text.StartsWith("No encontramos ese recibo", StringComparison.Ordinal)));
        AssertAdded(late);
        await AssertLinkedAsync(line, late, reporter.Tip);

        foreach (var keys in new string[][] { ["3", ReceiptCode.New().Digits, "1#", ReceiptCode.New().Digits], ["3"] })
        {
            var call = await line.Twilio.CallAsync(new CallScript { Keys = keys, Says = ["This is something new, which I saw at the school."] }, null, Stop);
            Assert.Empty(call.Errors);
            Assert.Equal(3, call.Lines.Count(said => said.Text.StartsWith("We did not find that receipt", StringComparison.Ordinal)));
            await AssertAloneAsync(line, call);
        }
    }

    [Fact]
    public async Task A_hang_up_before_the_tone_is_nothing_and_after_it_keeps_and_links_what_was_said()
    {
        await using var line = await Line.BorrowAsync(parts);
        var reporter = await Reporter.CallsAsync(line);
        var early = await line.Twilio.CallAsync(
            new CallScript { Keys = ["3", reporter.Code], Says = ["It was in front of the house on Main Street."], HangUpAfter = "menu" }, null, Stop);
        var late = await line.Twilio.CallAsync(
            new CallScript { Keys = ["3", reporter.Code], Says = ["It was in front of the house on Main Street."], HangUpAfter = "record" }, null, Stop);
        Assert.Empty(early.Errors.Concat(late.Errors));
        await AssertLinkedAsync(line, late, reporter.Tip);
        var tips = await line.WaitForTipsAsync(tips => tips.Any(part => part.Tip == TipOf.Call(early.Sid)));
        Assert.All(tips.Where(part => part.Tip == TipOf.Call(early.Sid)), part => Assert.Equal(PartKind.CallSummary, part.Kind));
    }

    [Theory]
    [InlineData("Refusing")]
    [InlineData("Silent")]
    public async Task With_storage_away_at_the_code_the_caller_is_told_and_heard(string fault)
    {
        await using var line = await Line.BorrowAsync(parts, Line.UsualWait);
        var reporter = await Reporter.CallsAsync(line);
        var call = await line.Twilio.CallAsync(
            new CallScript { Keys = ["3", reporter.Code], Says = ["It was in front of the house on Main Street."] },
            said =>
            {
                if (said.Does == "presses" && said.Text.Length == 16)
                    line.Storage.Fails = Enum.Parse<StorageProxy.Fault>(fault);
                else if (said.Text.StartsWith("We can not look it up now", StringComparison.Ordinal))
                    line.Storage.Fails = StorageProxy.Fault.None;
            },
            Stop);
        Assert.False(call.HeardError);
        await AssertAloneAsync(line, call);
    }

    [Fact]
    public async Task One_who_tried_too_often_is_told_that_it_cannot_be_looked_up_and_is_heard()
    {
        await using var line = await Line.BorrowAsync(parts, ("Hotline__Receipts__AttemptsPerSource", "1"));
        var reporter = await Reporter.CallsAsync(line);
        var first = await line.Twilio.CallAsync(new CallScript { Keys = ["3", reporter.Code], Says = ["It was in front of the house on Main Street."] }, null, Stop);
        AssertAdded(first);
        var second = await line.Twilio.CallAsync(new CallScript { Keys = ["3", reporter.Code], Says = ["It was in front of the house on Main Street."] }, null, Stop);
        Assert.Contains(second.Lines, said => said.Text.StartsWith("We can not look it up now", StringComparison.Ordinal));
        await AssertAloneAsync(line, second);
        // Withheld numbers are many people's.
        foreach (var _ in new int[2])
            AssertAdded(await line.Twilio.CallAsync(
                new CallScript { From = "+266696687", Keys = ["3", reporter.Code], Says = ["It was in front of the house on Main Street."] }, null, Stop));
    }

    private static void AssertAdded(ConversationResult call) =>
        Assert.Contains(call.Lines, said => said.Text.Contains("is added to your report", StringComparison.Ordinal));

    // The recording is there, linked once to the earlier tip, and no receipt was given.
    private static async Task<Part> AssertLinkedAsync(Line line, ConversationResult call, TipId earlier)
    {
        var tip = TipOf.Call(call.Sid);
        PartKind[] wanted = [PartKind.Recording, PartKind.Link, PartKind.CallSummary];
        var tips = await line.WaitForTipsAsync(tips => wanted.All(kind => tips.Any(part => part.Tip == tip && part.Kind == kind)));
        var own = tips.Where(part => part.Tip == tip).ToList();
        Assert.DoesNotContain(own, part => part.Kind == PartKind.Receipt);
        var link = own.Single(part => part.Kind == PartKind.Link);
        Assert.Equal($"link-{call.Sid}", link.Id.Value);
        Assert.Equal(earlier.Value, (string?)(await line.OpenAsync(link))["earlier"]);
        return own.Single(part => part.Kind == PartKind.Recording);
    }

    // A report as any other.
    private static async Task AssertAloneAsync(Line line, ConversationResult call)
    {
        var tip = TipOf.Call(call.Sid);
        var tips = await line.WaitForTipsAsync(tips => tips.Any(part => part.Tip == tip && part.Kind == PartKind.Recording)
            && tips.Any(part => part.Tip == tip && part.Kind == PartKind.CallSummary));
        Assert.DoesNotContain(tips, part => part.Tip == tip && part.Kind == PartKind.Link);
        Assert.Contains(call.Lines, said => said.Text.Contains("receipt, sixteen digits", StringComparison.Ordinal));
    }
}
