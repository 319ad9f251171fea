using Microsoft.Extensions.Options;

namespace Hotline.Intake.Limits;

/// <summary>Settings <c>Hotline:Floods</c>: from how many reports on something is a flood.</summary>
public sealed class FloodOptions
{
    /// <summary>How many calls and texts of one number in ten minutes are reports like any other; whatever is above comes last.</summary>
    public int MaxPerNumber { get; set; } = 10;

    /// <summary>How many calls and texts of one line in ten minutes are given receipts.</summary>
    public int MaxPerLine { get; set; } = 600;
}

/// <summary>Checks the settings at start.</summary>
public sealed class FloodOptionsCheck : IValidateOptions<FloodOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, FloodOptions options) => options is { MaxPerNumber: > 0, MaxPerLine: > 0 }
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail("Set Hotline:Floods:MaxPerNumber and MaxPerLine to 1 or more: reports in ten minutes.");
}
