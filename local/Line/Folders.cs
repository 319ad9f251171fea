namespace Hotline.Local.Line;

/// <summary>Where the commands find and keep things: below the checkout that ./hotline lies in.</summary>
internal static class Folders
{
    /// <summary>The checkout.</summary>
    public static string Root { get; } = Of("HOTLINE_ROOT") ?? Directory.GetCurrentDirectory();

    /// <summary>Data, keys and addresses of the line on this machine.</summary>
    public static string Data { get; } = Of("HOTLINE_DATA") ?? Path.Combine(Root, ".hotline");

    /// <summary>The line's keys.</summary>
    public static string Keys { get; } = Path.Combine(Data, "keys");

    /// <summary>The function app: <c>HOTLINE_APP</c>, where a published one is meant, else the build that is beside the commands.</summary>
    public static string App { get; } = Of("HOTLINE_APP") ?? AppContext.BaseDirectory;

    /// <summary>Azurite's package.</summary>
    public static string Azurite { get; } = Path.Combine(Root, "local", "Azurite");

    private static string? Of(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } folder ? folder : null;
}
