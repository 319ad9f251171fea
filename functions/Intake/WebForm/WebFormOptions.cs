using Microsoft.Extensions.Options;

namespace Hotline.Intake.WebForm;

/// <summary>Settings <c>Hotline:WebForm</c>.</summary>
public sealed class WebFormOptions
{
    /// <summary>How many reports one network address may send in ten minutes; many people may sit behind one.</summary>
    public int MaxPerAddress { get; set; } = 60;

    /// <summary>How many megabytes of files one network address may send in an hour, in slices; many people may sit behind one.</summary>
    public int MaxMegabytesPerAddress { get; set; } = 4000;

    /// <summary>Where "Leave this page" leads: a page that nobody would ask about.</summary>
    public Uri LeaveTo { get; set; } = new("https://www.weather.gov/");
}

/// <summary>Checks the settings at start.</summary>
public sealed class WebFormOptionsCheck : IValidateOptions<WebFormOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, WebFormOptions options)
    {
        if (options.MaxMegabytesPerAddress < 1)
            return ValidateOptionsResult.Fail(
                "Set Hotline:WebForm:MaxMegabytesPerAddress to 1 or more: it is how much one address may send in an hour.");
        if (options.MaxPerAddress < 1)
            return ValidateOptionsResult.Fail(
                "Set Hotline:WebForm:MaxPerAddress to 1 or more: it is how many reports one address may send in ten minutes.");
        return options.LeaveTo is { IsAbsoluteUri: true, Scheme: "https" }
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Set Hotline:WebForm:LeaveTo to a whole https address, such as https://www.weather.gov/.");
    }
}
