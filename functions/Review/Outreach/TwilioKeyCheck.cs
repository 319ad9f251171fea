using Hotline.Platform.Twilio;
using Microsoft.Extensions.Options;

namespace Hotline.Review.Outreach;

/// <summary>Checks at start what Review has of Twilio: an API key or nothing, and never the token that signs webhooks.</summary>
public sealed class TwilioKeyCheck : IValidateOptions<TwilioOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TwilioOptions options)
    {
        if (!options.AuthTokens.All(string.IsNullOrEmpty))
            return ValidateOptionsResult.Fail(
                "Take Hotline:Twilio:AuthTokens out of Review's settings: Intake alone may hold the auth token.");
        if (options.AccountSid.Length + options.ApiKeySid.Length + options.ApiKeySecret.Length == 0)
            return ValidateOptionsResult.Success;
        return options.AccountSid.StartsWith("AC", StringComparison.Ordinal) && options.AccountSid.Length == 34
            && options.ApiKeySid.StartsWith("SK", StringComparison.Ordinal) && options.ApiKeySecret.Length > 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "Set Hotline:Twilio:AccountSid (AC…), ApiKeySid (SK…) and ApiKeySecret to an API key of Review's own, or none of them.");
    }
}
