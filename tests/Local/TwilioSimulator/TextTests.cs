using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Messages;
using Microsoft.Extensions.Time.Testing;

namespace Hotline.Tests.Local.Twilio;

/// <summary>How texts go: fields, media, answers, words like STOP, and how far replies get.</summary>
public sealed class TextTests
{
    [Fact]
    public async Task A_text_is_announced_with_its_fields_and_media()
    {
        await using var line = await SimulatedLine.StartAsync();
        var result = await line.TextAsync(
            new TextScript { Body = "See the picture.", Media = [new("image/png", [1, 2]), new("video/mp4", [3])], OptOutType = "HELP" });
        var text = Assert.Single(line.App.To("/text"));
        Assert.StartsWith("MM", result.Sid);
        Assert.Equal([result.Sid, result.Sid, result.Sid], new[] { text["MessageSid"], text["SmsSid"], text["SmsMessageSid"] });
        Assert.Equal(("+15005550006", SimulatedLine.Number, "See the picture.", "2", "1", "received", "HELP"), (
            text["From"], text["To"], text["Body"], text["NumMedia"], text["NumSegments"], text["SmsStatus"], text["OptOutType"]));
        Assert.Equal(("image/png", "video/mp4", null), (text["MediaContentType0"], text["MediaContentType1"], text["MediaContentType2"]));
        Assert.StartsWith($"{line.Twilio.Url}2010-04-01/Accounts/{SimulatedLine.AccountSid}/Messages/{result.Sid}/Media/ME", text["MediaUrl1"]);
        foreach (var field in new[] { "AccountSid", "ApiVersion", "FromCity", "FromState", "FromZip", "FromCountry", "ToCity",
            "ToState", "ToZip", "ToCountry" })
            Assert.NotNull(text[field]);
    }

    [Fact]
    public async Task An_answer_becomes_a_message_whose_way_is_told()
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/text", "<Message action=\"/sent\" method=\"POST\">Thank you.\nGracias.</Message>");
        var result = await line.TextAsync("They posted our address.");
        Assert.Equal(("hotline", "texts", "Thank you.\nGracias."), (result.Lines[^1].Who, result.Lines[^1].Does, result.Lines[^1].Text));
        Assert.Equal(["sent", "delivered"], line.App.To("/sent").Select(status => status["MessageStatus"]));
        var reply = line.Twilio.Remembers("Messages").Single(message => message["direction"] == "outbound-reply");
        Assert.Equal((SimulatedLine.Number, "+15005550006", "delivered"), (reply["from"], reply["to"], reply["status"]));
        Assert.All(line.App.To("/sent"), status => Assert.Equal(reply.Sid, status["MessageSid"]));
        Assert.Matches(@"^\d{10}$", line.App.To("/sent")[1]["RawDlrDoneDate"]);
    }

    [Fact]
    public async Task A_message_that_is_not_delivered_says_why()
    {
        await using var line = await SimulatedLine.StartAsync();
        line.Twilio.Misbehaviour.Undelivered = 30003;
        line.App.Answer("/text", "<Message statusCallback=\"/sent\"><Body>Thank you.</Body></Message>");
        await line.TextAsync("They posted our address.");
        Assert.Equal(("undelivered", "30003"), (line.App.To("/sent")[^1]["MessageStatus"], line.App.To("/sent")[^1]["ErrorCode"]));
        Assert.Equal("30003", line.Twilio.Remembers("Messages").Single(message => message["direction"] == "outbound-reply")["error_code"]);
    }

    [Fact]
    public async Task Stop_is_answered_by_Twilio_delivered_all_the_same_and_ends_our_replies_until_start()
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/text", "<Message>Thank you.</Message>");
        var stopped = await line.TextAsync(" stop ");
        Assert.Single(line.App.To("/text"));
        Assert.Contains(stopped.Lines, heard => heard.Who == "twilio" && heard.Text.Contains("unsubscribed"));
        Assert.Equal(21610, Assert.Single(stopped.Errors).Code);
        Assert.DoesNotContain(stopped.Lines, heard => heard.Who == "hotline");

        Assert.Equal(21610, Assert.Single((await line.TextAsync("One more thing.")).Errors).Code);
        Assert.Empty((await line.TextAsync(new TextScript { From = "+15005550007", Body = "Someone else." })).Errors);
        var started = await line.TextAsync("START");
        Assert.Contains(started.Lines, heard => heard.Who == "twilio");
        Assert.Contains(started.Lines, heard => heard.Who == "hotline");
    }

    [Theory]
    [InlineData("Stop calling me")]
    [InlineData("Please STOP")]
    public async Task A_word_within_a_sentence_stops_nothing(string body)
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/text", "<Message>Thank you.</Message>");
        Assert.Empty((await line.TextAsync(body)).Errors);
    }

    [Fact]
    public async Task A_number_that_leaves_the_words_to_us_gets_no_answer_of_Twilio_s()
    {
        await using var line = await SimulatedLine.StartAsync(number: number => number with { HandlesOptOut = false });
        line.App.Answer("/text", "<Message>You get no more texts.</Message>");
        var result = await line.TextAsync("STOP");
        Assert.Equal(["texter", "hotline"], result.Lines.Select(heard => heard.Who));
    }

    [Fact]
    public async Task Sixteen_replies_in_half_a_minute_are_one_too_many()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var line = await SimulatedLine.StartAsync(time: time);
        line.App.Answer("/text", string.Concat(Enumerable.Repeat("<Message>Thank you.</Message>", 16)));
        Assert.Equal(14107, Assert.Single((await line.TextAsync("Hello.")).Errors).Code);
        time.Advance(TimeSpan.FromSeconds(31));
        line.App.Answer("/text", "<Message>Thank you.</Message>");
        Assert.Empty((await line.TextAsync("Hello.")).Errors);
    }

    [Fact]
    public async Task The_fallback_is_asked_when_a_text_can_not_be_announced()
    {
        await using var line = await SimulatedLine.StartAsync(number: number =>
            number with { SmsUrl = new Uri(number.SmsUrl!, "broken"), SmsFallbackUrl = new Uri(number.SmsUrl!, "fallback") });
        line.App.Answer("/broken", "<Say>Not for texts.</Say>");
        line.App.Answer("/fallback", "<Message>Thank you.</Message>");
        var result = await line.TextAsync("Hello.");
        Assert.Equal("12200", Assert.Single(line.App.To("/fallback"))["ErrorCode"]);
        Assert.Equal("Thank you.", result.Lines[^1].Text);
        Assert.False(result.HeardError);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("a", 160, 1)]
    [InlineData("a", 161, 2)]
    [InlineData("a", 306, 2)]
    [InlineData("ñ", 160, 1)]
    [InlineData("€", 80, 1)]
    [InlineData("€", 81, 2)]
    [InlineData("á", 70, 1)]
    [InlineData("á", 71, 2)]
    [InlineData("á", 134, 2)]
    [InlineData("á", 135, 3)]
    public void Segments_are_counted_as_carriers_count_them(string letter, int times, int segments = 1) =>
        Assert.Equal(segments, Segments.Of(string.Concat(Enumerable.Repeat(letter, times))));

    [Fact]
    public async Task A_script_that_no_phone_could_send_is_refused()
    {
        await using var line = await SimulatedLine.StartAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => line.TextAsync(""));
        await Assert.ThrowsAsync<ArgumentException>(() => line.TextAsync(new string('a', 1601)));
        await Assert.ThrowsAsync<ArgumentException>(
            () => line.TextAsync(new TextScript { Media = [.. Enumerable.Repeat(new MediaFile("image/png", [1]), 11)] }));
        await Assert.ThrowsAsync<ArgumentException>(() => line.TextAsync(new TextScript { Body = "Hello.", To = "+15005550199" }));
        Assert.Empty(line.App.Requests);
    }
}
