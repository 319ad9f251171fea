using System.Text;
using Hotline.Local.Line;
using Hotline.Local.Twilio.Account;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Types;

namespace Hotline.Tests.Local.Twilio;

/// <summary>Calls that a REST request makes, asked for by Twilio's own library.</summary>
public sealed class OutgoingCallTests
{
    private const string Other = "+15005550190";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_to_a_number_of_the_account_is_two_calls_and_the_urls_of_the_request_are_told_of_one()
    {
        await using var line = await StartAsync();
        var created = await CallOtherAsync(line);
        Assert.Equal((CallResource.StatusEnum.Queued, "outbound-api"), (created.Status, created.Direction));
        var asked = Assert.Single(line.App.To("/answer"));
        Assert.Equal((created.Sid, "outbound-api", "in-progress", SimulatedLine.Number, Other),
            (asked["CallSid"], asked["Direction"], asked["CallStatus"], asked["From"], asked["To"]));
        var ended = Assert.Single(line.App.To("/ended"));
        Assert.Equal((created.Sid, "completed"), (ended["CallSid"], ended["CallStatus"]));
        Assert.Empty(line.App.To("/status"));
        var calls = line.Twilio.Remembers("Calls");
        Assert.Equal(["inbound", "outbound-api"], calls.Select(call => call["direction"]).Order());
        Assert.All(calls, call => Assert.Equal("completed", call["status"]));
        Assert.Empty(line.Twilio.Debugger);
    }

    [Fact]
    public async Task What_the_bin_of_a_number_of_the_account_says_is_recorded_by_the_url_of_the_request()
    {
        await using var line = await StartAsync();
        var created = await CallOtherAsync(line);
        var recorded = Assert.Single(line.App.To("/recorded"));
        Assert.Equal(created.Sid, recorded["CallSid"]);
        var recording = Assert.Single(await RecordingResource.ReadAsync(callSid: created.Sid, client: line.RestClient()));
        Assert.Equal(recorded["RecordingSid"], recording.Sid);
        using var http = new HttpClient { BaseAddress = line.Twilio.Url };
        http.DefaultRequestHeaders.Authorization = new(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{SimulatedLine.AccountSid}:{SimulatedLine.AuthToken}")));
        var sound = await http.GetByteArrayAsync($"2010-04-01/Accounts/{SimulatedLine.AccountSid}/Recordings/{recording.Sid}.wav", Stop);
        Assert.Contains("calling itself", line.Twilio.TranscriptOf(sound), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_of_somebody_else_does_not_answer_here()
    {
        await using var line = await StartAsync();
        var created = await CallResource.CreateAsync(
            new CreateCallOptions(new PhoneNumber("+15005550007"), new PhoneNumber(SimulatedLine.Number))
            {
                Url = new Uri(line.App.Url, "answer"), StatusCallback = new Uri(line.App.Url, "ended"),
            }, line.RestClient());
        await line.Twilio.SettleAsync(Stop);
        Assert.Empty(line.App.To("/answer"));
        Assert.Equal((created.Sid, "no-answer"), (Assert.Single(line.App.To("/ended"))["CallSid"], line.App.To("/ended")[0]["CallStatus"]));
    }

    [Theory]
    [InlineData("", SimulatedLine.Number, "https://example.org/", 21201)]
    [InlineData("12", SimulatedLine.Number, "https://example.org/", 21211)]
    [InlineData(Other, "+15005550008", "https://example.org/", 21210)]
    [InlineData(Other, SimulatedLine.Number, null, 21205)]
    public async Task What_can_not_be_called_is_refused(string to, string from, string? url, int code)
    {
        await using var line = await StartAsync();
        var refused = await Assert.ThrowsAsync<ApiException>(() => CallResource.CreateAsync(
            new CreateCallOptions(new PhoneNumber(to), new PhoneNumber(from)) { Url = url is null ? null : new Uri(url) },
            line.RestClient()));
        Assert.Equal((400, code), (refused.Status, refused.Code));
        Assert.Empty(line.Twilio.Remembers("Calls"));
    }

    // Calls it to the end, and returns what Twilio said at first.
    private static async Task<CallResource> CallOtherAsync(SimulatedLine line)
    {
        line.App.Answer("/answer", "<Record timeout=\"5\" action=\"/recorded\"/>");
        var created = await CallResource.CreateAsync(
            new CreateCallOptions(new PhoneNumber(Other), new PhoneNumber(SimulatedLine.Number))
            {
                Url = new Uri(line.App.Url, "answer#rc=1"), StatusCallback = new Uri(line.App.Url, "ended"),
            }, line.RestClient());
        await line.Twilio.SettleAsync(Stop);
        return created;
    }

    private static async Task<SimulatedLine> StartAsync()
    {
        var line = await SimulatedLine.StartAsync(options => options with { Bins = FallbackDocuments.Bins });
        line.Twilio.Numbers = [.. line.Twilio.Numbers, new SimulatedNumber(Other) { VoiceUrl = new Uri(line.Twilio.Url, "bins/canary") }];
        return line;
    }
}
