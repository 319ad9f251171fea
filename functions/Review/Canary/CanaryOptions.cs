using Hotline.Platform.Settings;
using Hotline.Platform.Twilio;
using Microsoft.Extensions.Options;

namespace Hotline.Review.Canary;

/// <summary>
/// Settings <c>Hotline:Canary</c>: a call of our own through the whole line, every quarter of an hour; none without a number.
/// </summary>
public sealed class CanaryOptions
{
    /// <summary>The number that is called, in E.164; a TwiML Bin speaks there.</summary>
    public string Number { get; set; } = "";

    /// <summary>The account's number that calls, in E.164.</summary>
    public string From { get; set; } = "";

    /// <summary>Intake's origin, such as <c>https://tips.example.org</c>: it answers the call as any other.</summary>
    public Uri? Intake { get; set; }

    /// <summary>How long a call may take until its recording and transcript are accepted; longer, and somebody is told.</summary>
    public TimeSpan Within { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether a transcript is waited for; not on a line that makes none.</summary>
    public bool Transcript { get; set; } = true;

    /// <summary>How long what it recorded is kept.</summary>
    public TimeSpan KeptFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Whether calls are made.</summary>
    public bool IsOn => Number.Length > 0;
}

/// <summary>Checks the settings at start; says no number.</summary>
public sealed class CanaryOptionsCheck(IOptions<TwilioOptions> twilio) : IValidateOptions<CanaryOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, CanaryOptions options) =>
        Wrong(options).FirstOrDefault() is { } wrong ? ValidateOptionsResult.Fail(wrong) : ValidateOptionsResult.Success;

    private IEnumerable<string> Wrong(CanaryOptions options)
    {
        if (options.Within <= TimeSpan.Zero || options.KeptFor <= TimeSpan.Zero)
            yield return "Set Hotline:Canary:Within and Hotline:Canary:KeptFor to times over zero, such as 00:10:00.";
        if (!options.IsOn)
            yield break;
        if (!E164.Is(options.Number) || !E164.Is(options.From))
            yield return "Write Hotline:Canary:Number and Hotline:Canary:From as phone numbers in E.164, such as +15005550100.";
        if (options.Intake is not { PathAndQuery: "/" } intake || !intake.IsSafe())
            yield return "Set Hotline:Canary:Intake to Intake's origin, such as https://tips.example.org, without a path.";
        if (twilio.Value.ApiKeySid.Length == 0)
            yield return "Set Hotline:Twilio:AccountSid, ApiKeySid and ApiKeySecret to an API key of Review's own: it makes the calls.";
    }
}
