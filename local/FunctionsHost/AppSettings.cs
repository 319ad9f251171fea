using System.Text.RegularExpressions;

namespace Hotline.Local.FunctionsHost;

/// <summary>
/// The app settings as the Functions host reads them: without regard to case, with this process's environment behind them.
/// </summary>
internal sealed partial class AppSettings(IReadOnlyDictionary<string, string> settings)
{
    private readonly Dictionary<string, string> settings = new(settings, StringComparer.OrdinalIgnoreCase);

    /// <summary>A setting's value, or null.</summary>
    public string? this[string name] => settings.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name);

    /// <summary>Whether a function is switched off (https://learn.microsoft.com/azure/azure-functions/disable-function).</summary>
    public bool Disable(string function) =>
        (this[$"AzureWebJobs.{function}.Disabled"] ?? this[$"AzureWebJobs__{function}__Disabled"]) is { } value
        && (value is "1" || bool.TryParse(value, out var disabled) && disabled);

    /// <summary>A text with each <c>%Name%</c> replaced by that setting.</summary>
    /// <exception cref="FunctionAppException">A named setting is missing.</exception>
    public string Resolve(string text) => Placeholder().Replace(text, match => Require(match.Groups[1].Value));

    private string Require(string name) =>
        this[name] ?? throw new FunctionAppException($"Set the app setting '{name}': a trigger names it.");

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Placeholder();
}
