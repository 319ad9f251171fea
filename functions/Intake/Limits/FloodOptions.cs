using Microsoft.Extensions.Options;

namespace Hotline.Intake.Limits;

/// <summary>Settings <c>Hotline:Floods</c>: from how many reports on something is a flood.</summary>
public sealed class FloodOptions
{
    /// <summary>How many calls and texts of one number in ten minutes are reports like any other; whatever is above comes last.</summary>
    public int MostPerNumber { get; set; } = 10;

    /// <summary>How many calls and texts of one line in ten minutes are given receipts.</summary>
    public int MostPerLine { get; set; } = 600;
}

/// <summary>Checks the settings at start.</summary>
public sealed class FloodOptionsCheck : IValidateOptions<FloodOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, FloodOptions options) => options is { MostPerNumber: > 0, MostPerLine: > 0 }
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail("Set Hotline:Floods:MostPerNumber and MostPerLine to 1 or more: reports in ten minutes.");
}
