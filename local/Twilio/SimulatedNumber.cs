namespace Hotline.Local.Twilio;

/// <summary>
/// A phone number of the simulated account, as the Twilio console would set it up. Each URL is posted to and may carry connection overrides in
/// its fragment (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
/// </summary>
/// <param name="PhoneNumber">In E.164, such as <c>+15005550100</c>.</param>
internal sealed record SimulatedNumber(string PhoneNumber)
{
    /// <summary>Answers a call with TwiML.</summary>
    public Uri? VoiceUrl { get; init; }

    /// <summary>Answers in the place of any TwiML of the call that can't be had or played.</summary>
    public Uri? VoiceFallbackUrl { get; init; }

    /// <summary>Is told of a call's end.</summary>
    public Uri? StatusCallback { get; init; }

    /// <summary>Answers a text with TwiML.</summary>
    public Uri? SmsUrl { get; init; }

    /// <summary>Answers in the place of any TwiML of the text that can't be had or carried out.</summary>
    public Uri? SmsFallbackUrl { get; init; }

    /// <summary>Whether Twilio answers STOP, START and HELP itself and sends nothing after a STOP, as it does by default.</summary>
    public bool HandlesOptOut { get; init; } = true;
}
