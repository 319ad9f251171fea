using System.Security.Cryptography;
using System.Text;

namespace Hotline.Local.Twilio.Account;

/// <summary>
/// A phone number of the simulated account, as the Twilio console would set it up. Each URL is posted to unless its method says otherwise,
/// and may carry connection overrides in its fragment (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
/// </summary>
/// <param name="PhoneNumber">In E.164, such as <c>+15005550100</c>.</param>
internal sealed record SimulatedNumber(string PhoneNumber)
{
    /// <summary>Its sid, which follows from the number.</summary>
    public string Sid { get; } = $"PN{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(PhoneNumber)))[..32]}";

    /// <summary>Answers a call with TwiML.</summary>
    public Uri? VoiceUrl { get; init; }

    /// <summary>How <see cref="VoiceUrl"/> is requested.</summary>
    public HttpMethod VoiceMethod { get; init; } = HttpMethod.Post;

    /// <summary>Answers in the place of any TwiML of the call that can't be had or played.</summary>
    public Uri? VoiceFallbackUrl { get; init; }

    /// <summary>How <see cref="VoiceFallbackUrl"/> is requested.</summary>
    public HttpMethod VoiceFallbackMethod { get; init; } = HttpMethod.Post;

    /// <summary>Is told of a call's end.</summary>
    public Uri? StatusCallback { get; init; }

    /// <summary>How <see cref="StatusCallback"/> is requested.</summary>
    public HttpMethod StatusCallbackMethod { get; init; } = HttpMethod.Post;

    /// <summary>Answers a text with TwiML.</summary>
    public Uri? SmsUrl { get; init; }

    /// <summary>How <see cref="SmsUrl"/> is requested.</summary>
    public HttpMethod SmsMethod { get; init; } = HttpMethod.Post;

    /// <summary>Answers in the place of any TwiML of the text that can't be had or carried out.</summary>
    public Uri? SmsFallbackUrl { get; init; }

    /// <summary>How <see cref="SmsFallbackUrl"/> is requested.</summary>
    public HttpMethod SmsFallbackMethod { get; init; } = HttpMethod.Post;

    /// <summary>A TwiML application or trunk that would answer calls in the place of the URLs; only shown and changed here, not
    /// played.</summary>
    public string? VoiceElsewhere { get; init; }

    /// <summary>A TwiML application that would answer texts in the place of the URLs; only shown and changed here, not played.</summary>
    public string? SmsElsewhere { get; init; }

    /// <summary>The messaging service that it belongs to; null: none.</summary>
    public SimulatedService? Service { get; init; }

    /// <summary>The status of a toll-free number's verification, such as <c>TWILIO_APPROVED</c>; null: none was asked for.</summary>
    public string? TollfreeVerification { get; init; }

    /// <summary>Whether Twilio answers STOP, START and HELP itself and sends nothing after a STOP, as it does by default.</summary>
    public bool HandlesOptOut { get; init; } = true;
}

/// <summary>A messaging service of the simulated account (https://www.twilio.com/docs/messaging/api/service-resource).</summary>
/// <param name="Sid">Its sid, <c>MG…</c>.</param>
internal sealed record SimulatedService(string Sid)
{
    /// <summary>Whether its numbers' own URLs answer texts, and not the service's; only shown here, not played.</summary>
    public bool DefersToNumbers { get; init; } = true;

    /// <summary>The status of its A2P campaign, such as <c>VERIFIED</c>; null: it has none.</summary>
    public string? Campaign { get; init; }
}
