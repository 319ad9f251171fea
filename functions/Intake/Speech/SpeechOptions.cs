namespace Hotline.Intake.Speech;

/// <summary>Settings <c>Hotline:Speech</c>: an Azure AI Speech resource, where lines use it.</summary>
public sealed class SpeechOptions
{
    /// <summary>The resource's endpoint, such as <c>https://{name}.cognitiveservices.azure.com/</c>.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>A key of the resource, for one machine. In Azure: leave it out, and the app's identity opens it.</summary>
    public string? Key { get; set; }
}
