using Microsoft.Extensions.Options;

namespace Hotline.Platform.Twilio;

/// <summary>Settings <c>Hotline:Twilio</c>: the account that carries the calls and texts.</summary>
public sealed class TwilioOptions
{
    /// <summary>The account, <c>AC…</c>.</summary>
    public string AccountSid { get; set; } = "";

    /// <summary>The auth tokens that sign webhooks: one, or two during a rotation.</summary>
    public IList<string> AuthTokens { get; } = [];

    /// <summary>The API key for REST, <c>SK…</c>.</summary>
    public string ApiKeySid { get; set; } = "";

    /// <summary>The API key's secret.</summary>
    public string ApiKeySecret { get; set; } = "";

    /// <summary>Where the REST API is; another address for a simulator only.</summary>
    public Uri ApiUrl { get; set; } = new("https://api.twilio.com/");

    /// <summary>
    /// Routes whose signature is checked, counted and logged, but not refused: for finding out why a Messaging Service signs
    /// differently. Never the default.
    /// </summary>
    public IList<string> ShadowRoutes { get; } = [];
}

/// <summary>Checks the settings at start.</summary>
public sealed class TwilioOptionsCheck : IValidateOptions<TwilioOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TwilioOptions options)
    {
        var wrong = new List<string>();
        if (!options.AccountSid.StartsWith("AC", StringComparison.Ordinal) || options.AccountSid.Length != 34)
            wrong.Add("Set Hotline:Twilio:AccountSid to the account's sid (AC and 32 hex digits, on the Twilio console's first page).");
        if (options.AuthTokens.Count == 0 || options.AuthTokens.Any(string.IsNullOrWhiteSpace))
            wrong.Add("Set Hotline:Twilio:AuthTokens:0 to the account's auth token; without it no webhook can be believed.");
        // App Service leaves a reference that it can't resolve as it is, and anybody could sign with what is no secret.
        if (options.AuthTokens.Any(token => token.StartsWith("@Microsoft.KeyVault(", StringComparison.Ordinal)))
            wrong.Add("Hotline:Twilio:AuthTokens refers to a Key Vault secret that can't be read: check its name and the app's right to it.");
        if (options.ApiKeySid.Length == 0 || options.ApiKeySecret.Length == 0)
            wrong.Add("Set Hotline:Twilio:ApiKeySid and Hotline:Twilio:ApiKeySecret to an API key of the account (SK…).");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
