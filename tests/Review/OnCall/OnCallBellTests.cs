using Hotline.Platform.Settings;
using Hotline.Platform.Twilio;
using Hotline.Review.Ledger;
using Hotline.Review.OnCall;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Moq;
using Twilio.Clients;

namespace Hotline.Tests.Review.OnCall;

/// <summary>What becomes of an order to tell that comes late: put off by an outage, or sent again from the undelivered.</summary>
[Trait("Speed", "slow")]
public sealed class OnCallBellTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_that_waited_is_still_sent_to_its_step_and_says_how_long_the_tip_has_waited_now()
    {
        await using var tip = await OnCallTip.OfAsync(parts, priority: 1);
        await tip.ToldWithinAsync(minutes: 12);
        using var hooks = new Hooks();
        await RingAsync(tip, hooks, telling: 1);
        var (path, body) = Assert.Single(hooks.Told);
        Assert.Equal("/one", path);
        Assert.Contains(
            $"waits unclaimed for 12 min: https://review.example.org/review/tips/{OnCallTip.Id}", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_tip_that_was_claimed_meanwhile_nobody_is_told_not_even_when_the_claim_was_given_back()
    {
        await using var tip = await OnCallTip.OfAsync(parts, priority: 1);
        await tip.ToldWithinAsync(minutes: 7);
        using var hooks = new Hooks();
        await tip.ClaimAsync();
        await RingAsync(tip, hooks, telling: 1);
        await tip.ActAsync(new ReleasedEvent(), OnCallTip.Rosa);
        await RingAsync(tip, hooks, telling: 1);
        Assert.Empty(hooks.Told);
        await tip.ToldWithinAsync(minutes: 7);
        await RingAsync(tip, hooks, telling: 2);
        Assert.Equal("/one", Assert.Single(hooks.Told).Path);
    }

    [Fact]
    public async Task After_an_outage_the_last_step_is_told_once_and_the_log_says_that_tellings_were_missed()
    {
        await using var tip = await OnCallTip.OfAsync(parts, priority: 1);
        await tip.ToldWithinAsync(minutes: 45);
        using var hooks = new Hooks();
        foreach (var telling in new[] { 2, 3, 4 })
            await RingAsync(tip, hooks, telling);
        Assert.Equal("/two", Assert.Single(hooks.Told).Path);
        Assert.Equal(2, hooks.Log.Lines.Count(line => line.StartsWith("Error", StringComparison.Ordinal)
            && line.Contains("(step 2) could not be told", StringComparison.Ordinal)));
    }

    private static async Task RingAsync(OnCallTip tip, Hooks hooks, int telling)
    {
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(hooks.Log));
        using var http = new HttpClient(hooks, disposeHandler: false);
        var hotline = Options.Create(new HotlineOptions { PublicUrl = new("https://review.example.org") });
        var bell = new OnCallNotifier(
            http, new TextSender(Mock.Of<ITwilioRestClient>()), tip.Journal, tip.Options, hotline, tip.Time,
            logs.CreateLogger<OnCallNotifier>());
        await bell.HandleAsync(new NotifyOnCall(OnCallTip.Id, telling), Stop);
    }

    private sealed class Hooks : HttpMessageHandler
    {
        public List<(string Path, string Body)> Told { get; } = [];

        public LogLines Log { get; } = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Told.Add((request.RequestUri!.AbsolutePath, await request.Content!.ReadAsStringAsync(cancellationToken)));
            return new HttpResponseMessage();
        }
    }
}
