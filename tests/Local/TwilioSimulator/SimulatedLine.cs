using Hotline.Local.Twilio;
using Hotline.Local.Twilio.Account;
using Microsoft.Extensions.Logging.Abstractions;
using Twilio.Clients;
using Twilio.Http;
using HttpClient = System.Net.Http.HttpClient;

namespace Hotline.Tests.Local.Twilio;

/// <summary>A simulated Twilio account with one number, and the app behind it.</summary>
internal sealed class SimulatedLine : IAsyncDisposable
{
    public const string Number = "+15005550100";
    public const string AccountSid = "AC00000000000000000000000000000001";
    public const string AuthToken = "00000000000000000000000000000002";
    public const string ApiKeySid = "SK00000000000000000000000000000003";
    public const string ApiKeySecret = "secret";

    public required WebApp App { get; init; }

    public required TwilioSimulator Twilio { get; init; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<SimulatedLine> StartAsync(
        Func<SimulatorOptions, SimulatorOptions>? options = null, Func<SimulatedNumber,
        SimulatedNumber>? number = null, TimeProvider? time = null)
    {
        var app = await WebApp.StartAsync();
        var plain = new SimulatorOptions
        {
            AccountSid = AccountSid,
            AuthToken = AuthToken,
            ApiKeys = new Dictionary<string, string> { [ApiKeySid] = ApiKeySecret },
        };
        var twilio = await TwilioSimulator.StartAsync(
            options?.Invoke(plain) ?? plain, NullLoggerFactory.Instance, time ?? TimeProvider.System, Stop);
        var its = new SimulatedNumber(Number) { VoiceUrl = new Uri(app.Url, "voice"), SmsUrl = new Uri(app.Url, "text"),
            StatusCallback = new Uri(app.Url, "status") };
        twilio.Numbers = [number?.Invoke(its) ?? its];
        return new SimulatedLine { App = app, Twilio = twilio };
    }

    public Task<ConversationResult> CallAsync(CallScript? script = null) => Twilio.CallAsync(script ?? new CallScript(), null, Stop);

    public Task<ConversationResult> TextAsync(string body) => TextAsync(new TextScript { Body = body });

    public Task<ConversationResult> TextAsync(TextScript script) => Twilio.TextAsync(script, null, Stop);

    /// <summary>Twilio's own client, which asks the simulator.</summary>
    public TwilioRestClient RestClient() => new(
        ApiKeySid, ApiKeySecret, AccountSid, httpClient: new SystemNetHttpClient(new HttpClient(new ToSimulator(Twilio.Url))));

    public async ValueTask DisposeAsync()
    {
        await Twilio.DisposeAsync();
        await App.DisposeAsync();
    }

    private sealed class ToSimulator(Uri simulator) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(simulator, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
