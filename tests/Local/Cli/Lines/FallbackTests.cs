using Hotline.Local.Line;
using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Messages;
using Hotline.Tests.Local.Twilio;
using Microsoft.AspNetCore.Http;

namespace Hotline.Tests.Local.Cli.Lines;

/// <summary>What callers and texters get while the app is down: the documents of infra/fallback, played as strictly as Twilio
/// would.</summary>
public sealed class FallbackTests
{
    [Fact]
    public async Task A_caller_is_greeted_in_both_languages_and_recorded_while_the_app_is_down()
    {
        await using var line = await StartAsync();
        await line.App.StopAsync();
        var call = await line.CallAsync(new CallScript { Says = ["They said they would come tomorrow."] });

        Assert.False(call.HeardError);
        Assert.Equal("the hotline hung up", call.Ending);
        Assert.Single(call.Recordings);
        var said = call.Lines.Where(spoken => spoken.Who == "hotline").ToList();
        Assert.Contains(said, spoken => spoken.Does == "says (en-US)" && spoken.Text.Contains("dial 911")
            && spoken.Text.Contains("already left your message, you may hang up"));
        Assert.Contains(said, spoken => spoken.Does == "says (es-MX)" && spoken.Text.Contains("marque el 911")
            && spoken.Text.Contains("Si ya dejó su mensaje, puede colgar"));
        Assert.Contains(said, spoken => spoken.Text.StartsWith("Thank you.", StringComparison.Ordinal));
        Assert.Single(call.Lines, spoken => spoken.Does == "beeps");
        // The webhooks failed, as they must here; nothing of the documents was refused.
        Assert.All(call.Errors, error => Assert.Contains(error.Code, new[] { 11200, 15003 }));
    }

    [Fact]
    public async Task A_caller_who_has_left_a_message_is_let_go_when_a_later_step_fails()
    {
        await using var line = await StartAsync();
        line.App.Answer("/voice", "<Record timeout=\"5\" action=\"/after\"/>");
        line.App.Answer("/after", _ => Results.StatusCode(503));
        var call = await line.CallAsync(new CallScript { Says = ["They said they would come tomorrow."], FinishKey = "#" });
        Assert.False(call.HeardError);
        Assert.Contains(call.Lines, spoken => spoken.Text.Contains("already left your message, you may hang up"));
        Assert.Equal("the hotline hung up", call.Ending);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_silent_caller_is_not_kept_in_a_loop(bool fallsThrough)
    {
        await using var line = await StartAsync();
        await line.App.StopAsync();
        var call = await line.CallAsync(new CallScript { SilenceFallsThrough = fallsThrough });
        Assert.Equal("the hotline hung up", call.Ending);
        Assert.Single(call.Lines, spoken => spoken.Does == "beeps");
    }

    [Fact]
    public async Task A_texter_is_answered_in_one_segment_while_the_app_is_down()
    {
        await using var line = await StartAsync();
        await line.App.StopAsync();
        var text = await line.TextAsync("They said they would come tomorrow.");
        var answer = Assert.Single(text.Lines, spoken => spoken is { Who: "hotline", Does: "texts" }).Text;
        Assert.Contains("call 911", answer);
        Assert.Contains("llame al 911", answer);
        Assert.Equal(1, Segments.Of(answer));
        Assert.All(text.Errors, error => Assert.Equal(11200, error.Code));
    }

    [Fact]
    public async Task A_Bin_shows_itself_to_signed_requests_alone()
    {
        await using var line = await StartAsync();
        using var http = new HttpClient();
        var answer = await http.GetAsync(new Uri(line.Twilio.Url, $"bins/voice?AccountSid={SimulatedLine.AccountSid}"),
            TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("<Response>\n <Say voice='a' language='b'>One\n  two</Say>\n</Response>",
        "<Response><Say language=\"b\" voice=\"a\">One two</Say></Response>", true)]
    [InlineData("<Response><Hangup></Hangup></Response>", "<Response><!-- the end --><Hangup/></Response>", true)]
    [InlineData("<Response><Record action=\"recorded\"/></Response>",
        "<Response><Record action=\"https://handler.twilio.com/twiml/EH1\"/></Response>", true)]
    [InlineData("<Response><Record action=\"recorded\"/></Response>", "<Response><Record/></Response>", false)]
    [InlineData("<Response><Say>Onetwo</Say></Response>", "<Response><Say>One two</Say></Response>", false)]
    [InlineData("<Response><Record maxLength=\"600\"/></Response>", "<Response><Record maxLength=\"60\"/></Response>", false)]
    [InlineData("<Response/>", "Not Authorized", false)]
    public void Documents_are_the_same_but_for_white_space(string one, string other, bool same)
    {
        Assert.Equal(same, FallbackDocuments.AreSame(one, other));
        Assert.Equal(same, FallbackDocuments.AreSame(other, one));
    }

    private static async Task<SimulatedLine> StartAsync()
    {
        var line = await SimulatedLine.StartAsync(options => options with { Bins = FallbackDocuments.Bins });
        line.Twilio.Numbers =
        [
            line.Twilio.Numbers[0] with
            {
                VoiceFallbackUrl = new Uri(line.Twilio.Url, "bins/voice"), SmsFallbackUrl = new Uri(line.Twilio.Url, "bins/text"),
            },
        ];
        return line;
    }
}
