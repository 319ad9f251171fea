using System.Net;
using System.Net.Sockets;
using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Webhooks;
using Microsoft.AspNetCore.Http;

namespace Hotline.Tests.Local.Twilio;

/// <summary>How webhooks are requested: signatures, headers, retries, time-outs, fallbacks.</summary>
public sealed class WebhookTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twilio_s_own_library_takes_every_signature()
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", """
            <Gather numDigits="1" method="GET" action="/menu?step=1&amp;language=es"><Say>Press 2.</Say></Gather>
            """);
        line.App.Answer("/menu", """<Record action="/recorded" recordingStatusCallback="/recording#rc=2" transcribe="true" transcribeCallback="/transcript?a=b%20c"/>""");
        line.App.Answer("/text", """<Message statusCallback="/sent">Thank you.</Message>""");
        await line.CallAsync(new CallScript { Keys = ["2"], Says = ["They posted our address. Señora, ¡ayúdenos!"] });
        await line.TextAsync(new TextScript { Body = "¿Quién? a+b & c=d 😀", Media = [new MediaFile("image/png", [1, 2, 3])] });

        var requests = line.App.Requests.Select(request => new
        {
            Url = new Uri(line.App.Url, request.Target).AbsoluteUri,
            Params = request.Form.ToDictionary(field => field.Key, field => field.Value),
            Signature = request.Headers["X-Twilio-Signature"],
        }).ToList();
        var valid = await Oracle.AskAsync("twilio-sim-validate.mjs", new { SimulatedLine.AuthToken, requests }, Stop);

        Assert.Equal(
            ["/menu", "/recorded", "/recording", "/sent", "/status", "/text", "/transcript", "/voice"],
            line.App.Requests.Select(request => request.Path).Distinct().Order(StringComparer.Ordinal));
        Assert.All(valid["valid"]!.AsArray(), answer => Assert.True((bool)answer!));
        Assert.All(valid["altered"]!.AsArray(), answer => Assert.False((bool)answer!));
        Assert.Equal(requests.Count, valid["valid"]!.AsArray().Count);
    }

    [Fact]
    public void A_repeated_key_is_signed_with_its_distinct_values() => Assert.Equal(
        RequestSignature.Of("https://hotline.example.org/", [new("a", "1"), new("a", "2")], "token"),
        RequestSignature.Of("https://hotline.example.org/", [new("a", "2"), new("a", "1"), new("a", "2")], "token"));

    [Fact]
    public async Task A_request_has_the_headers_of_Twilio_s()
    {
        await using var line = await SimulatedLine.StartAsync();
        await line.CallAsync();
        var headers = Assert.Single(line.App.To("/voice")).Headers;
        Assert.Equal("TwilioProxy/1.1", headers["User-Agent"]);
        Assert.Equal("application/x-www-form-urlencoded; charset=UTF-8", headers["Content-Type"]);
    }

    [Fact]
    public async Task What_is_signed_is_the_public_url_wherever_the_app_is()
    {
        await using var app = await WebApp.StartAsync();
        await using var line = await SimulatedLine.StartAsync(
            number: number => number with { VoiceUrl = new Uri("https://hotline.example.org/voice?a=%2Fb#rc=2"), StatusCallback = null });
        line.Twilio.ConnectTo = app.Url;
        await line.CallAsync();
        var request = Assert.Single(app.Requests);
        Assert.Equal("/voice?a=%2Fb", request.Target);
        Assert.Equal("hotline.example.org", request.Headers["Host"]);
        Assert.Equal(RequestSignature.Of("https://hotline.example.org/voice?a=%2Fb", request.Form, SimulatedLine.AuthToken),
            request.Headers["X-Twilio-Signature"]);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("#rc=3", 1)]
    [InlineData("#rc=3&rp=4xx", 1)]
    [InlineData("#rc=0&rp=all", 1)]
    [InlineData("#rc=1&rp=5xx", 2)]
    [InlineData("#rc=3&rp=ct,5xx", 4)]
    [InlineData("#rp=all", 2)]
    public async Task A_server_s_error_is_tried_again_as_the_fragment_says(string fragment, int tries)
    {
        await using var line = await SimulatedLine.StartAsync(
            number: number => number with { VoiceUrl = new Uri($"{number.VoiceUrl}{fragment}") });
        line.App.Answer("/voice", _ => Results.StatusCode(503));
        var call = await line.CallAsync();
        Assert.Equal(tries, line.App.To("/voice").Count);
        Assert.Equal(tries, call.Exchanges.Single(exchange => exchange.Kind == WebhookKind.Answer).Tries);
        Assert.Single(line.App.To("/voice").Select(request => request.Headers["I-Twilio-Idempotency-Token"]).Distinct());
        Assert.DoesNotContain('#', line.App.To("/voice")[0].Target);
    }

    [Fact]
    public async Task What_succeeds_is_not_tried_again()
    {
        var answers = new Queue<int>([503, 200]);
        await using var line = await SimulatedLine.StartAsync(
            number: number => number with { StatusCallback = new Uri($"{number.StatusCallback}#rc=5&rp=all") });
        line.App.Answer("/status", _ => Results.StatusCode(answers.Dequeue()));
        var call = await line.CallAsync();
        Assert.Equal(2, line.App.To("/status").Count);
        Assert.Empty(call.Errors);
    }

    [Fact]
    public async Task A_failed_connection_is_tried_once_more_by_default()
    {
        await using var line = await SimulatedLine.StartAsync(number: number => number with { VoiceUrl = UnusedUrl() });
        var call = await line.CallAsync();
        var exchange = call.Exchanges.Single(e => e.Kind == WebhookKind.Answer);
        Assert.Equal((2, 0), (exchange.Tries, exchange.Status));
        Assert.Equal(11200, Assert.Single(call.Errors).Code);
        Assert.True(call.HeardError);
    }

    [Theory]
    [InlineData("#rc=1&rp=rt&rt=100&tt=15000", 2)]
    [InlineData("#rc=1&rp=ct&rt=100&tt=15000", 1)]
    [InlineData("#rc=5&rp=all&rt=100&tt=100", 1)]
    public async Task A_slow_answer_is_given_up_and_tried_again_while_time_is_left(string fragment, int tries)
    {
        await using var line = await SimulatedLine.StartAsync(
            number: number => number with { VoiceUrl = new Uri($"{number.VoiceUrl}{fragment}") });
        line.App.AnswerAsync("/voice", async _ =>
        {
            await Task.Delay(TimeSpan.FromSeconds(3), Stop);
            return WebApp.Document("");
        });
        var call = await line.CallAsync();
        Assert.Equal(tries, call.Exchanges.Single(exchange => exchange.Kind == WebhookKind.Answer).Tries);
        Assert.Equal(11200, Assert.Single(call.Errors).Code);
    }

    [Theory]
    [InlineData("#rp=sometimes")]
    [InlineData("#rc=6&rp=all")]
    [InlineData("#rt=15001")]
    [InlineData("#ct=99")]
    public async Task Overrides_that_Twilio_does_not_offer_are_an_error(string fragment)
    {
        await using var line = await SimulatedLine.StartAsync(
            number: number => number with { VoiceUrl = new Uri($"{number.VoiceUrl}{fragment}") });
        Assert.Equal(11243, Assert.Single((await line.CallAsync()).Errors).Code);
        Assert.Empty(line.App.To("/voice"));
    }

    [Fact]
    public void Overrides_are_scaled_for_tests() =>
        Assert.Equal(TimeSpan.FromMilliseconds(400), ConnectionOverrides.Of(new Uri("https://hotline.example.org/#rt=4000"), 0.1).Reading);

    [Fact]
    public async Task After_the_last_failure_the_fallback_is_asked_and_told_why()
    {
        await using var line = await SimulatedLine.StartAsync(number: number => number with
        {
            VoiceUrl = new Uri($"{number.VoiceUrl}?a=b#rc=1&rp=all"),
            VoiceFallbackUrl = new Uri(number.VoiceUrl!, "fallback"),
        });
        line.App.Answer("/voice", _ => Results.StatusCode(500));
        line.App.Answer("/fallback", "<Say>Leave your message.</Say>");
        var call = await line.CallAsync();
        var request = Assert.Single(line.App.To("/fallback"));
        Assert.Equal("11200", request["ErrorCode"]);
        Assert.Equal(new Uri(line.App.Url, "voice?a=b").AbsoluteUri, request["ErrorUrl"]);
        Assert.Equal(call.Sid, request["CallSid"]);
        Assert.False(call.HeardError);
        Assert.Contains(call.Lines, heard => heard.Text == "Leave your message.");
    }

    [Fact]
    public async Task A_later_document_that_is_refused_leads_to_the_fallback_too()
    {
        await using var line = await SimulatedLine.StartAsync(
            options => options with
            {
                Bins = new Dictionary<string, string> { ["message"] = "<Response><Say>From the bin.</Say></Response>" },
            });
        line.Twilio.Numbers = [line.Twilio.Numbers[0] with { VoiceFallbackUrl = new Uri(line.Twilio.Url, "bins/message") }];
        line.App.Answer("/voice", "<Redirect>/next</Redirect>");
        line.App.Answer("/next", "<Say/>");
        var call = await line.CallAsync();
        Assert.Equal(13520, Assert.Single(call.Errors).Code);
        Assert.Equal("From the bin.", call.Lines.Single(heard => heard.Who == "hotline").Text);
        Assert.Equal("13520", call.Exchanges.Single(exchange => exchange.Kind == WebhookKind.Fallback).Field("ErrorCode"));
    }

    [Fact]
    public async Task Redirects_are_followed_ten_times()
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/voice", _ => Results.Redirect("/moved"));
        line.App.Answer("/moved", "<Say>Here.</Say>");
        Assert.Empty((await line.CallAsync()).Errors);
        Assert.Equal("GET", Assert.Single(line.App.To("/moved")).Method);

        line.App.Answer("/moved", _ => Results.Redirect("/moved"));
        Assert.Equal(11215, Assert.Single((await line.CallAsync()).Errors).Code);
    }

    [Fact]
    public async Task A_callback_that_is_answered_otherwise_than_with_nothing_is_a_warning()
    {
        await using var line = await SimulatedLine.StartAsync();
        line.App.Answer("/status", _ => Results.Json("ok"));
        Assert.Equal(12300, Assert.Single((await line.CallAsync()).Errors).Code);
        line.App.Answer("/status", _ => Results.StatusCode(500));
        Assert.Equal(15003, Assert.Single((await line.CallAsync()).Errors).Code);
        line.App.Answer("/status", "<Say>Hello</Say>");
        Assert.Equal(12200, Assert.Single((await line.CallAsync()).Errors).Code);
        line.App.Answer("/status", _ => Results.NoContent());
        Assert.Empty((await line.CallAsync()).Errors);
    }

    private static Uri UnusedUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}/voice");
    }
}
