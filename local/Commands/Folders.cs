namespace Hotline.Local.Commands;

/// <summary>Where the commands find and keep things: below the checkout that ./hotline lies in.</summary>
internal static class Folders
{
    /// <summary>The checkout.</summary>
    public static string Root { get; } = Environment.GetEnvironmentVariable("HOTLINE_ROOT") ?? Directory.GetCurrentDirectory();

    /// <summary>Data, keys and addresses of the line on this machine.</summary>
    public static string Data { get; } = Environment.GetEnvironmentVariable("HOTLINE_DATA") ?? Path.Combine(Root, ".hotline");

    /// <summary>The line's keys.</summary>
    public static string Keys { get; } = Path.Combine(Data, "keys");

    /// <summary>The published function app.</summary>
    public static string App { get; } = Path.Combine(Root, "artifacts", "app");

    /// <summary>Azurite's package.</summary>
    public static string Azurite { get; } = Path.Combine(Root, "local", "Azurite");
}
