namespace Hotline.Local.Twilio.Account;

/// <summary>Settings of the Twilio simulator.</summary>
internal sealed record SimulatorOptions
{
    /// <summary>The port on 127.0.0.1; 0 is any free one.</summary>
    public int Port { get; init; }

    /// <summary>The account, <c>AC…</c>.</summary>
    public required string AccountSid { get; init; }

    /// <summary>Its auth token, which signs what it sends.</summary>
    public required string AuthToken { get; init; }

    /// <summary>The API keys that REST takes beside the auth token: the secret of each <c>SK…</c>.</summary>
    public IReadOnlyDictionary<string, string> ApiKeys { get; init; } = new Dictionary<string, string>();

    /// <summary>Where its records are kept, since Twilio does not forget at a restart; null keeps them in memory.</summary>
    public string? DataDirectory { get; init; }

    public IReadOnlyList<SimulatedNumber> Numbers { get; init; } = [];

    /// <summary>TwiML Bins by name, served at <c>bins/{name}</c> to whoever signs: documents that share no fate with the app.</summary>
    public IReadOnlyDictionary<string, string> Bins { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// By what the time-outs of webhooks (<c>ct</c>, <c>rt</c>, <c>tt</c>) are multiplied: a test need not wait 15 seconds.
    /// </summary>
    public double TimeoutScale { get; init; } = 1;
}
