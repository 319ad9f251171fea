using Hotline.Local.Cli.Lines;
using Hotline.Local.Line;
using Hotline.Local.Loopback;
using Hotline.Local.Twilio.Account;
using Hotline.Tests.Local.Twilio;
using Twilio.Rest.Api.V2010.Account;

namespace Hotline.Tests.Local.Cli.Lines;

/// <summary>Numbers are pointed at a deployment and looked at, by Twilio's own library against the simulator.</summary>
public sealed class LineTests
{
    private const string TollFree = "+18335550100";

    private static readonly LineWebhooks Webhooks = new(new Uri("https://tips.example.org"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_number_is_pointed_at_a_deployment_and_each_change_is_told()
    {
        await using var line = await StartElsewhereAsync();
        using var account = AccountOf(line);
        var (changes, _) = await PointAsync(line, account);
        Assert.Equal(
            [
                "A call comes in", "A call's state changes", "A text comes in", "Fallback of calls", "Fallback of texts",
                "TwiML app of calls", "TwiML app of texts",
            ],
            changes.Select(change => change.What));
        Assert.Equal("GET https://demo.twilio.com/welcome", changes[0].Before);
        Assert.Equal("POST https://tips.example.org/twilio/voice/answer#rc=1&rp=all&ct=1500&rt=5000", changes[0].After);
        var set = Assert.Single(line.Twilio.Numbers);
        Assert.Equal((Webhooks.Voice, HttpMethod.Post, Webhooks.Status, Webhooks.Text),
            (set.VoiceUrl, set.VoiceMethod, set.StatusCallback, set.SmsUrl));
        Assert.Equal((null, null), (set.VoiceElsewhere, set.SmsElsewhere));
    }

    [Fact]
    public async Task Nothing_is_wrong_with_a_number_that_was_pointed_and_nothing_is_changed_again()
    {
        await using var line = await StartElsewhereAsync();
        using var account = AccountOf(line);
        var (_, number) = await PointAsync(line, account);
        Assert.All(await new LineCheck(account, Webhooks).LookAsync([number], Stop), finding =>
            Assert.Equal((FindingState.Right, null), (finding.State, finding.Mend)));
        Assert.Empty((await LineSetUp.PointAsync(account, number, Webhooks, null, null)).Changes);
        Assert.NotNull(Assert.Single(line.Twilio.Numbers).VoiceFallbackUrl);
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "no call webhook", "A call comes in", "Nobody is asked" },
        { "call webhook elsewhere", "A call comes in", "Another address" },
        { "call webhook in an encoded letter", "A call comes in", "The Functions host changes" },
        { "call webhook by HTTP", "A call comes in", "Plain HTTP" },
        { "call webhook by GET", "A call comes in", "A GET writes" },
        { "call webhook without retries", "A call comes in", "not tried again" },
        { "no status callback", "A call's state changes", "Nobody is asked" },
        { "text webhook at the wrong path", "A text comes in", "Another address" },
        { "calls by an application", "Calls go elsewhere", "Take it off" },
        { "calls by a trunk", "Calls go elsewhere", "Take it off" },
        { "texts by an application", "Texts go elsewhere", "Take it off" },
        { "texts by the messaging service", "Texts go elsewhere", "Defer to sender" },
        { "no call fallback", "Fallback of calls", "nobody is heard" },
        { "call fallback by HTTP", "Fallback of calls", "Plain HTTP" },
        { "call fallback at the deployment", "Fallback of calls", "falls with the deployment" },
        { "call fallback that is gone", "Fallback of calls", "status 404" },
        { "call fallback of others", "Fallback of calls", "not infra/fallback/voice.xml" },
        { "call fallback that loops", "Fallback of calls", "After the recording" },
        { "call fallback that leads nowhere", "Fallback of calls", "After the recording" },
        { "call fallback whose action is HTTP", "Fallback of calls", "no https address" },
        { "call fallback without an action", "Fallback of calls", "not infra/fallback/voice.xml" },
        { "no text fallback", "Fallback of texts", "nobody is heard" },
        { "text fallback of calls", "Fallback of texts", "not infra/fallback/text.xml" },
        { "no messaging service", "A2P registration", "Add the number" },
        { "no campaign", "A2P registration", "Register a campaign" },
        { "a campaign in review", "A2P registration", "Register a campaign" },
        { "toll-free unverified", "Toll-free verification", "Ask for the verification" },
        { "toll-free in review", "Toll-free verification", "Ask for the verification" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Each_misconfiguration_is_found_and_named(string fault, string what, string words)
    {
        await using var line = await StartAsync(number => number);
        var twilio = line.Twilio;
        twilio.Numbers = [Break(fault, twilio.Numbers[0], twilio.Url)];
        using var account = AccountOf(line);
        var findings = await new LineCheck(account, Webhooks).LookAsync(await LineCheck.NumbersAsync(account), Stop);

        var wrong = Assert.Single(findings, finding => finding.State != FindingState.Right);
        Assert.Equal((twilio.Numbers[0].PhoneNumber, what, FindingState.Wrong), (wrong.Number, wrong.What, wrong.State));
        Assert.Contains(words, wrong.Mend);
    }

    [Fact]
    public async Task A_verified_toll_free_number_needs_no_messaging_service()
    {
        await using var line = await StartAsync(number => new SimulatedNumber(TollFree) { TollfreeVerification = "TWILIO_APPROVED" });
        using var account = AccountOf(line);
        var findings = await new LineCheck(account, Webhooks).LookAsync(await LineCheck.NumbersAsync(account), Stop);
        Assert.Equal(FindingState.Right, findings.Single(finding => finding.What == "Toll-free verification").State);
        Assert.DoesNotContain(findings, finding => finding.What == "A2P registration");
    }

    [Fact]
    public async Task Without_the_auth_token_a_fallback_is_not_called_right()
    {
        await using var line = await StartAsync(number => number);
        using var account = AccountOf(line) with { AuthToken = null };
        var findings = await new LineCheck(account, Webhooks).LookAsync(await LineCheck.NumbersAsync(account), Stop);
        Assert.Equal(["Fallback of calls", "Fallback of texts"], findings.Where(finding => finding.State == FindingState.Unknown)
            .Select(finding => finding.What));
        Assert.DoesNotContain(findings, finding => finding.State == FindingState.Wrong);
    }

    [Fact]
    public async Task Numbers_are_listed_and_an_unknown_one_is_said()
    {
        await using var line = await StartAsync(number => number);
        line.Twilio.Numbers = [.. line.Twilio.Numbers, new SimulatedNumber(TollFree),
            .. Enumerable.Range(0, 60).Select(at => new SimulatedNumber($"+1500555{at:0000}"))];
        using var account = AccountOf(line);
        var listed = (await LineCheck.NumbersAsync(account)).Select(number => number.PhoneNumber.ToString()).ToList();
        Assert.Equal(line.Twilio.Numbers.Select(number => number.PhoneNumber).Order(StringComparer.Ordinal), listed);
        var unknown = await Assert.ThrowsAsync<CommandException>(() => LineCheck.NumbersAsync(account, "+15005550199"));
        Assert.Contains("+15005550199", unknown.Message);
    }

    [Fact]
    public async Task A_key_that_Twilio_does_not_take_is_said_in_a_sentence()
    {
        await using var line = await StartAsync(number => number);
        using var account = AccountOf(line) with { KeySecret = "another" };
        var refused = await Assert.ThrowsAsync<CommandException>(() => LineCheck.NumbersAsync(account));
        Assert.Contains("error 20003", refused.Message);
    }

    private static SimulatedService Registered => new("MG1") { Campaign = "VERIFIED" };

    private static SimulatedNumber Break(string fault, SimulatedNumber number, Uri twilio) => fault switch
    {
        "no call webhook" => number with { VoiceUrl = null },
        "call webhook elsewhere" => number with { VoiceUrl = new LineWebhooks(new Uri("https://old.example.org")).Voice },
        "call webhook by HTTP" => number with { VoiceUrl = new LineWebhooks(new Uri("http://tips.example.org")).Voice },
        "call webhook in an encoded letter" => number with
        {
            VoiceUrl = new Uri(Webhooks.Voice.OriginalString.Replace("answer", "%61nswer", StringComparison.Ordinal)),
        },
        "call webhook by GET" => number with { VoiceMethod = HttpMethod.Get },
        "call webhook without retries" => number with { VoiceUrl = new Uri("https://tips.example.org/twilio/voice/answer") },
        "no status callback" => number with { StatusCallback = null },
        "text webhook at the wrong path" =>
            number with { SmsUrl = new Uri("https://tips.example.org/twilio/messages#rc=3&rp=all&ct=2000&rt=4000") },
        "calls by an application" => number with { VoiceElsewhere = "AP1" },
        "calls by a trunk" => number with { VoiceElsewhere = "TK1" },
        "texts by an application" => number with { SmsElsewhere = "AP1" },
        "texts by the messaging service" => number with { Service = Registered with { DefersToNumbers = false } },
        "no call fallback" => number with { VoiceFallbackUrl = null },
        "call fallback by HTTP" => number with { VoiceFallbackUrl = new Uri("http://fallback.example.org/voice") },
        "call fallback at the deployment" => number with { VoiceFallbackUrl = new Uri("https://tips.example.org/fallback") },
        "call fallback that is gone" => number with { VoiceFallbackUrl = new Uri(twilio, "bins/gone") },
        "call fallback of others" => number with { VoiceFallbackUrl = new Uri(twilio, "bins/others") },
        "call fallback that loops" => number with { VoiceFallbackUrl = new Uri(twilio, "bins/loops") },
        "call fallback that leads nowhere" => number with { VoiceFallbackUrl = new Uri(twilio, "bins/nowhere") },
        "call fallback whose action is HTTP" => number with { VoiceFallbackUrl = new Uri(twilio, "bins/http") },
        "call fallback without an action" => number with { VoiceFallbackUrl = new Uri(twilio, "bins/no-action") },
        "no text fallback" => number with { SmsFallbackUrl = null },
        "text fallback of calls" => number with { SmsFallbackUrl = number.VoiceFallbackUrl },
        "no messaging service" => number with { Service = null },
        "no campaign" => number with { Service = Registered with { Campaign = null } },
        "a campaign in review" => number with { Service = Registered with { Campaign = "IN_PROGRESS" } },
        "toll-free unverified" => Renamed(number),
        "toll-free in review" => Renamed(number) with { TollfreeVerification = "IN_REVIEW" },
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };

    // The sid follows from the number, so it is another one.
    private static SimulatedNumber Renamed(SimulatedNumber number) => new(TollFree)
    {
        VoiceUrl = number.VoiceUrl, StatusCallback = number.StatusCallback, SmsUrl = number.SmsUrl,
        VoiceFallbackUrl = number.VoiceFallbackUrl, SmsFallbackUrl = number.SmsFallbackUrl,
    };

    private static Task<SimulatedLine> StartElsewhereAsync() => StartAsync(number => new SimulatedNumber(number.PhoneNumber)
    {
        VoiceUrl = new Uri("https://demo.twilio.com/welcome"), VoiceMethod = HttpMethod.Get,
        VoiceElsewhere = "AP1", SmsElsewhere = "AP2",
        Service = Registered,
    });

    private static async Task<(IReadOnlyList<Change> Changes, IncomingPhoneNumberResource Number)> PointAsync(
        SimulatedLine line, LineAccount account) => await LineSetUp.PointAsync(
            account, Assert.Single(await LineCheck.NumbersAsync(account, Line.Number)), Webhooks,
            new Uri(line.Twilio.Url, "bins/voice"), new Uri(line.Twilio.Url, "bins/text"));

    // A number as it should be, but for what a test changes.
    private static async Task<SimulatedLine> StartAsync(Func<SimulatedNumber, SimulatedNumber> change)
    {
        string WithAction(string action) => FallbackDocuments.Voice.Replace("action=\"recorded\"", action, StringComparison.Ordinal);
        var line = await SimulatedLine.StartAsync(options => options with
        {
            Bins = new Dictionary<string, string>(FallbackDocuments.Bins)
            {
                ["others"] = "<Response><Say>Call again tomorrow.</Say></Response>",
                ["loops"] = WithAction("action=\"loops\""),
                ["nowhere"] = WithAction("action=\"gone\""),
                ["http"] = WithAction("action=\"http://fallback.example.org/recorded\""),
                ["no-action"] = WithAction(""),
            },
        });
        line.Twilio.Numbers =
        [
            change(new SimulatedNumber(SimulatedLine.Number)
            {
                VoiceUrl = Webhooks.Voice, StatusCallback = Webhooks.Status, SmsUrl = Webhooks.Text,
                VoiceFallbackUrl = new Uri(line.Twilio.Url, "bins/voice"), SmsFallbackUrl = new Uri(line.Twilio.Url, "bins/text"),
                Service = Registered,
            }),
        ];
        return line;
    }

    private static LineAccount AccountOf(SimulatedLine line) =>
        new(SimulatedLine.AccountSid, SimulatedLine.ApiKeySid, SimulatedLine.ApiKeySecret, SimulatedLine.AuthToken, line.Twilio.Url);
}
