using Hotline.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Transcripts;

/// <summary>Settings <c>Hotline:Speech</c>: an Azure AI Speech resource, where lines use it.</summary>
public sealed class SpeechOptions
{
    /// <summary>The resource's endpoint, such as <c>https://{name}.cognitiveservices.azure.com/</c>.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>A key of the resource, for one machine. In Azure: leave it out, and the app's identity opens it.</summary>
    public string? Key { get; set; }
}

/// <summary>Checks the settings at start.</summary>
public sealed class SpeechOptionsCheck : IValidateOptions<SpeechOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SpeechOptions options) => options.Endpoint?.IsSafe() != false
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(
            "Set Hotline:Speech:Endpoint to the resource's address, such as https://{name}.cognitiveservices.azure.com/, or leave it out.");
}
