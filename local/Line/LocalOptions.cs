namespace Hotline.Local.Line;

/// <summary>How the hotline runs on this machine.</summary>
internal sealed record LocalOptions
{
    /// <summary>Where data, keys and the running line's addresses lie.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The published function app.</summary>
    public required string AppDirectory { get; init; }

    /// <summary>The folder of Azurite's package.json.</summary>
    public required string AzuritePackage { get; init; }

    /// <summary>Intake's port on 127.0.0.1.</summary>
    public int IntakePort { get; init; } = 7071;

    /// <summary>Review's port on 127.0.0.1.</summary>
    public int ReviewPort { get; init; } = 7072;

    /// <summary>Whether acceptance is off, so that tips stay on the queue.</summary>
    public bool Hold { get; init; }

    /// <summary>Whether the line calls its canary number, which speaks at the simulator.</summary>
    public bool Canary { get; init; }

    /// <summary>The line's number.</summary>
    public string Line { get; init; } = "+15005550100";

    /// <summary>Settings from the environment: what is set there is real, and its stand-in is left out.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>A setting from the environment; null when it is not set.</summary>
    public string? Real(string name) => Environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
