using Hotline.Platform.Settings;
using Hotline.Platform.Twilio;
using Microsoft.Extensions.Options;

namespace Hotline.Review.OnCall;

/// <summary>Checks the settings at start; says no address and no number.</summary>
public sealed class OnCallOptionsCheck(IOptions<TwilioOptions> twilio) : IValidateOptions<OnCallOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, OnCallOptions options) =>
        Wrong(options).FirstOrDefault() is { } wrong ? ValidateOptionsResult.Fail(wrong) : ValidateOptionsResult.Success;

    private IEnumerable<string> Wrong(OnCallOptions options)
    {
        var before = TimeSpan.Zero;
        foreach (var (at, step) in options.Steps.Index())
        {
            var setting = $"Hotline:OnCall:Steps:{at}";
            if (step.Webhook is null == string.IsNullOrEmpty(step.Sms))
                yield return $"Give {setting} a Webhook or an Sms, one of the two: it says whom the step tells.";
            if (step.Webhook is { } webhook && !webhook.IsSafe())
                yield return $"Write {setting}:Webhook as an address that begins with https:// (http:// only to this machine).";
            if (step.Sms is { Length: > 0 } phone && !E164.Is(phone))
                yield return $"Write {setting}:Sms as a phone number in E.164, such as +15005550100.";
            if (step.After < before)
                yield return $"Let {setting}:After be no shorter than that of the step before it, and never negative.";
            before = step.After;
        }

        if (options.Again <= TimeSpan.Zero)
            yield return "Set Hotline:OnCall:Again to how long the last step waits before it is taken again, such as 00:15:00.";
        if (options.Steps.All(step => string.IsNullOrEmpty(step.Sms)))
            yield break;
        if (!E164.Is(options.From) && !options.From.StartsWith("MG", StringComparison.Ordinal))
            yield return "Set Hotline:OnCall:From to the number (E.164) or messaging service (MG…) that texts whoever is on call.";
        if (twilio.Value.ApiKeySid.Length == 0)
            yield return "Set Hotline:Twilio:AccountSid, ApiKeySid and ApiKeySecret to an API key of Review's own: a step on call has an Sms.";
    }
}
