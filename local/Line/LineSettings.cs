using System.Reflection;
using Hotline.Local.FunctionsHost;
using Hotline.Local.Line.Keys;
using Hotline.Local.SignIn;
using Hotline.Local.Twilio;
using Hotline.Local.Twilio.Account;
using Hotline.Platform.Http;

namespace Hotline.Local.Line;

/// <summary>The app settings of both rooms, as the deployment would set them.</summary>
internal sealed record LineSettings(LocalOptions Options, string Storage, string ServiceBus, TwilioSimulator? Twilio)
{
    /// <summary>The simulated account.</summary>
    public const string AccountSid = "AC00000000000000000000000000000001";

    public const string AuthToken = "00000000000000000000000000000002";

    /// <summary>Intake's API key.</summary>
    public const string IntakeKeySid = "SK00000000000000000000000000000003";

    /// <summary>Review's API key.</summary>
    public const string ReviewKeySid = "SK00000000000000000000000000000004";

    /// <summary>The simulated account's canary number.</summary>
    public const string CanaryNumber = "+15005550190";

    /// <summary>The account's API keys with their secrets: one for each room.</summary>
    public static readonly IReadOnlyDictionary<string, string> ApiKeys =
        new Dictionary<string, string> { [IntakeKeySid] = "local intake", [ReviewKeySid] = "local review" };

    private const string AuthTokens = "Hotline__Twilio__AuthTokens__";

    // The functions of the other room are turned off in each app. Delivery's are in both.
    private static readonly string[] OfReview = FunctionsOf("Hotline.Review");
    private static readonly string[] OfIntake = FunctionsOf("Hotline.Intake");

    /// <summary>The speech service's stand-in; null where a real one, or none, is used.</summary>
    public Uri? Speech { get; init; }

    /// <summary>Intake's public address.</summary>
    public Uri PublicUrl => new(Options.Real("Hotline__PublicUrl") ?? $"http://localhost:{Options.IntakePort}");

    /// <summary>The settings of Intake: the public key only.</summary>
    public Dictionary<string, string> Intake(SealingKeys keys)
    {
        var settings = Both("Intake", PublicUrl, keys.PublicPem, OfReview);
        if (Twilio is not null)
            settings[$"{AuthTokens}0"] = AuthToken;
        AddKey(settings, IntakeKeySid);
        settings[RequestBodies.Setting] = "8000000";
        if (Speech is not null)
        {
            settings["Hotline__Speech__Endpoint"] = Speech.ToString();
            settings["Hotline__Speech__Key"] = "local";
        }

        return settings;
    }

    /// <summary>The settings of Review: the private keys.</summary>
    public Dictionary<string, string> Review(SealingKeys keys, TokenIssuer? issuer)
    {
        var settings = Both("Review", new Uri($"http://localhost:{Options.ReviewPort}"), keys.PrivatePem, OfIntake);
        settings["Hotline__Review__Pepper"] = keys.Pepper;
        settings["Hotline__Outreach__IntakeUrl"] = new Uri(PublicUrl, "/").ToString();
        AddKey(settings, ReviewKeySid);
        settings[RequestBodies.Setting] = "1000000";
        // A real account's token is in this process's environment, which both workers have: Review must not know it.
        foreach (var token in Options.Environment.Keys.Where(name => name.StartsWith(AuthTokens, StringComparison.OrdinalIgnoreCase)))
            settings[token] = "";
        if (issuer is not null)
        {
            settings["Hotline__SignIn__Issuer"] = issuer.Issuer;
            settings["Hotline__SignIn__Audience"] = TokenIssuer.Audience;
        }

        if (Options.Canary)
        {
            settings["Hotline__Canary__Number"] = CanaryNumber;
            settings["Hotline__Canary__From"] = Options.Line;
            settings["Hotline__Canary__Intake"] = PublicUrl.ToString();
        }

        if (Options.Hold)
            settings["AzureWebJobs.AcceptTip.Disabled"] = "true";
        return settings;
    }

    /// <summary>
    /// The line's number, as <c>./hotline line add</c> would set it up; the fallback documents lie in the simulator's Bins.
    /// </summary>
    public SimulatedNumber Number()
    {
        var webhooks = new LineWebhooks(PublicUrl);
        return new SimulatedNumber(Options.Line)
        {
            VoiceUrl = webhooks.Voice,
            StatusCallback = webhooks.Status,
            SmsUrl = webhooks.Text,
            VoiceFallbackUrl = Twilio is null ? null : new Uri(Twilio.Url, "bins/voice"),
            SmsFallbackUrl = Twilio is null ? null : new Uri(Twilio.Url, "bins/text"),
            Service = new SimulatedService("MG00000000000000000000000000000005") { Campaign = "VERIFIED" },
        };
    }

    /// <summary>The numbers of the simulated account: the line's and, where it is called, the canary's.</summary>
    public IReadOnlyList<SimulatedNumber> Numbers() =>
        Options.Canary ? [Number(), new SimulatedNumber(CanaryNumber) { VoiceUrl = new Uri(Twilio!.Url, "bins/canary") }] : [Number()];

    private void AddKey(Dictionary<string, string> settings, string key)
    {
        if (Twilio is null)
            return;
        settings["Hotline__Twilio__AccountSid"] = AccountSid;
        settings["Hotline__Twilio__ApiKeySid"] = key;
        settings["Hotline__Twilio__ApiKeySecret"] = ApiKeys[key];
        settings["Hotline__Twilio__ApiUrl"] = Twilio.Url.ToString();
    }

    private Dictionary<string, string> Both(string room, Uri url, string keys, IEnumerable<string> off)
    {
        var settings = new Dictionary<string, string>
        {
            ["Hotline__Room"] = room,
            ["Hotline__PublicUrl"] = url.ToString(),
            ["Hotline__SealingKeys"] = keys,
            ["Hotline__Storage__ConnectionString"] = Storage,
            ["ServiceBus"] = ServiceBus,
        };
        foreach (var function in off)
            settings[$"AzureWebJobs.{function}.Disabled"] = "true";
        return settings;
    }

    private static string[] FunctionsOf(string room) =>
    [
        .. from type in typeof(FunctionRoutes).Assembly.GetTypes()
           where type.Namespace?.StartsWith(room, StringComparison.Ordinal) == true
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
           from attribute in method.GetCustomAttributesData()
           where attribute.AttributeType.Name == "FunctionAttribute"
           select (string)attribute.ConstructorArguments[0].Value!,
    ];
}
