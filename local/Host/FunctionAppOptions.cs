namespace Hotline.Local.Host;

/// <summary>A function app as a plan in Azure would know it.</summary>
internal sealed record FunctionAppOptions
{
    /// <summary>Its name in logs.</summary>
    public required string Name { get; init; }

    /// <summary>Where the published app lies: its worker.config.json and host.json.</summary>
    public required string AppDirectory { get; init; }

    /// <summary>The port on 127.0.0.1 that serves it; 0 is any free one.</summary>
    public int Port { get; init; }

    /// <summary>Its app settings; the worker sees them as its environment.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>A setting by its name, whose sections may be written with a colon, as the host itself also takes them.</summary>
    public string? Setting(string name) =>
        Settings.GetValueOrDefault(name) ?? Settings.GetValueOrDefault(name.Replace(":", "__", StringComparison.Ordinal));

    /// <summary>Whether a function is turned off (https://learn.microsoft.com/azure/azure-functions/disable-function).</summary>
    public bool IsDisabled(string function) =>
        Is(Setting($"AzureWebJobs.{function}.Disabled")) || Is(Setting($"AzureWebJobs__{function}__Disabled"));

    private static bool Is(string? value) => value is "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
