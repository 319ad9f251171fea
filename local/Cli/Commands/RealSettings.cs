using Hotline.Local.Loopback;
using Hotline.Platform.Storage;

namespace Hotline.Local.Cli.Commands;

/// <summary>The settings from the environment that this process uses itself; the others the workers check at their start.</summary>
internal static class RealSettings
{
    /// <summary>Looks at them before anything is started.</summary>
    /// <exception cref="CommandException">One can't be used; the message says how to set it.</exception>
    public static void Check(IReadOnlyDictionary<string, string> environment)
    {
        if (Of("Hotline__PublicUrl") is { } url
            && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", PathAndQuery: "/" }))
            throw new CommandException(
                "Set Hotline__PublicUrl to the origin that the world calls, such as https://tips.example.org, without a path.");
        if (Of("Hotline__Storage__ConnectionString") is { } storage
            && new StorageOptionsCheck().Validate(null, new StorageOptions { ConnectionString = storage }).Failed)
            throw new CommandException("Set Hotline__Storage__ConnectionString to a storage connection string with tables and blobs.");
        if (Of("ServiceBus") is { } bus && !(bus.Contains('=', StringComparison.Ordinal) && Deployment.IsBus(bus)))
            throw new CommandException("Set ServiceBus to a Service Bus connection string.");

        string? Of(string name) => environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
    }
}
