namespace Hotline.Local.Twilio;

/// <summary>A phone number of the simulated account, as the Twilio console would set it up. URLs may carry retry fragments.</summary>
internal sealed record SimulatedNumber(string PhoneNumber)
{
    /// <summary>Where a call is announced.</summary>
    public Uri? VoiceUrl { get; init; }

    /// <summary>Where a call is announced when that fails.</summary>
    public Uri? VoiceFallbackUrl { get; init; }

    /// <summary>Where a call's end is told.</summary>
    public Uri? StatusCallback { get; init; }

    /// <summary>Where a text is announced.</summary>
    public Uri? SmsUrl { get; init; }

    /// <summary>Where a text is announced when that fails.</summary>
    public Uri? SmsFallbackUrl { get; init; }
}

/// <summary>Settings of the Twilio simulator.</summary>
internal sealed record SimulatorOptions
{
    /// <summary>The port on 127.0.0.1; 0 is any free one.</summary>
    public int Port { get; init; }

    /// <summary>The account.</summary>
    public required string AccountSid { get; init; }

    /// <summary>Its auth token, which signs what it sends.</summary>
    public required string AuthToken { get; init; }

    /// <summary>An API key that REST takes beside the auth token.</summary>
    public string? ApiKeySid { get; init; }

    /// <summary>The API key's secret.</summary>
    public string? ApiKeySecret { get; init; }

    /// <summary>Where its records are kept, since Twilio does not forget at a restart; null keeps them in memory.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The numbers.</summary>
    public IReadOnlyList<SimulatedNumber> Numbers { get; init; } = [];
}
