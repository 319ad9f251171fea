using System.Net;
using System.Text;
using System.Web;
using Hotline.Contracts;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Http;

namespace Hotline.Tests.Review.Outreach;

/// <summary>What Review says to Twilio to send a text, and what becomes of its answers.</summary>
public sealed class TextSenderTests
{
    private const string To = "+15005550199";
    private const string Service = "MG00000000000000000000000000000001";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("+15005550100", "From")]
    [InlineData(Service, "MessagingServiceSid")]
    public async Task A_text_goes_from_a_number_or_a_messaging_service(string from, string field)
    {
        using var twilio = new Answers(201, """{"sid":"SM00000000000000000000000000000001"}""");
        Assert.Equal("SM00000000000000000000000000000001", await twilio.Sender.SendAsync(
            from, To, "Which street was it?", new Uri("https://tips.example.org/status"), Stop));
        var form = HttpUtility.ParseQueryString(twilio.Posted);
        Assert.Equal((from, To, "Which street was it?", "https://tips.example.org/status"),
            (form[field], form["To"], form["Body"], form["StatusCallback"]));
        Assert.Equal(4, form.Count);
    }

    [Theory]
    [InlineData(429, 20429)]
    [InlineData(500, 20500)]
    [InlineData(503, 20503)]
    [InlineData(401, 20003)]
    public async Task What_may_pass_is_transient(int status, int code)
    {
        using var twilio = new Answers(status, $$"""{"status":{{status}},"code":{{code}},"message":"Not now"}""");
        Assert.True(Transient.Is(
            await Assert.ThrowsAnyAsync<Exception>(() => twilio.Sender.SendAsync(Service, To, "x", null, Stop)), Stop));
    }

    [Fact]
    public async Task A_broken_connection_is_transient()
    {
        using var twilio = new Answers(0, "");
        Assert.True(Transient.Is(
            await Assert.ThrowsAsync<ApiConnectionException>(() => twilio.Sender.SendAsync(Service, To, "x", null, Stop)), Stop));
    }

    [Theory]
    [InlineData(400, 21610)]
    [InlineData(400, 21211)]
    [InlineData(403, 21408)]
    public async Task What_twilio_will_never_send_is_refused_with_its_code_and_without_the_number(int status, int code)
    {
        using var twilio = new Answers(status, $$"""{"status":{{status}},"code":{{code}},"message":"The number {{To}} is not for us"}""");
        var refused = await Assert.ThrowsAsync<TextRefusedException>(() => twilio.Sender.SendAsync(Service, To, "x", null, Stop));
        Assert.Equal(code, refused.Code);
        Assert.IsType<RefusedException>(refused, exactMatch: false);
        Assert.Contains($"{code}", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(To[1..], refused.ToString(), StringComparison.Ordinal);
    }

    // Twilio as far as one answer of it; status 0 breaks the connection.
    private sealed class Answers(int status, string body) : HttpMessageHandler
    {
        public string Posted { get; private set; } = "";

        public TextSender Sender => new(new TwilioRestClient(
            "SK1", "secret", "AC00000000000000000000000000000001",
            httpClient: new SystemNetHttpClient(new System.Net.Http.HttpClient(this))));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Posted = await request.Content!.ReadAsStringAsync(cancellationToken);
            return status == 0
                ? throw new HttpRequestException("The connection broke.")
                : new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        }
    }
}
