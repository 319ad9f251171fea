using Microsoft.Extensions.Options;

namespace Hotline.Intake.Reconciliation;

/// <summary>Settings <c>Hotline:Reconciliation</c>.</summary>
public sealed class ReconciliationOptions
{
    /// <summary>How long a call, recording or text is left to its webhooks, which Twilio tries again for 15 s.</summary>
    public TimeSpan After { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How far each run looks behind what is done: Twilio's lists may show a resource a little late.</summary>
    public TimeSpan Overlap { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How much of the time since the last run is done before that is noted; a run that is cut off goes on there.</summary>
    public TimeSpan Step { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How far the first run looks back, and the first at a number that did not lead here before.</summary>
    public TimeSpan FirstReach { get; set; } = TimeSpan.FromDays(1);
}

/// <summary>Checks the settings at start.</summary>
public sealed class ReconciliationOptionsCheck : IValidateOptions<ReconciliationOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ReconciliationOptions options) =>
        options.After < TimeSpan.Zero || options.Overlap < TimeSpan.Zero || options.FirstReach < TimeSpan.Zero
            || options.Step < TimeSpan.FromSeconds(1)
            ? ValidateOptionsResult.Fail(
                "Set Hotline:Reconciliation:After, Overlap and FirstReach to times of zero or more, and Step to a second or more.")
            : ValidateOptionsResult.Success;
}
