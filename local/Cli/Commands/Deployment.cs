using System.CommandLine;
using System.Text.RegularExpressions;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Hotline.Local.Line;
using Hotline.Local.Loopback;
using Hotline.Platform.Storage;
using Hotline.Review.Table;

namespace Hotline.Local.Cli.Commands;

/// <summary>
/// Names a deployment's storage and bus in options: as they are called in Azure, where whoever is signed in (<c>az login</c>) opens them,
/// or by a connection string.
/// </summary>
internal static partial class Deployment
{
    private const string BusDomain = ".servicebus.windows.net";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>An option for a room's data account.</summary>
    public static Option<StorageOptions?> StorageOption(string name, string whose)
    {
        var option = new Option<StorageOptions?>(name)
        {
            Description = $"{whose} data account of a deployment: name, address or connection string (default: the line on this machine).",
            CustomParser = result => Storage(result.Tokens[0].Value),
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && new StorageOptionsCheck().Validate(null, Storage(result.Tokens[0].Value)).Failed)
                result.AddError($"Give {name} as a storage account's name, its address or a connection string.");
        });
        return option;
    }

    public static Option<string?> BusOption() => new("--bus")
    {
        Description = "The Service Bus namespace of a deployment: name or connection string (default: the line on this machine).",
        CustomParser = given =>
        {
            var named = given.Tokens.Count > 0 ? given.Tokens[^1].Value : "";
            if (!IsBus(named))
                given.AddError("Give --bus as a Service Bus namespace's name or a connection string.");
            return named;
        },
    };

    /// <summary>Whether a text is a Service Bus namespace's name, or a connection string to one.</summary>
    public static bool IsBus(string named)
    {
        if (!named.Contains('=', StringComparison.Ordinal))
            return BusName().IsMatch(named);
        try
        {
            _ = new ServiceBusClient(named); // It connects with its first use.
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The storage that an option named, or the line's on this machine.</summary>
    /// <exception cref="CommandException">No line runs here.</exception>
    public static StorageOptions StorageOf(StorageOptions? named) => named ?? Storage(RunningLine.Find(Folders.Data).Storage);

    /// <summary>Review's table in its data account.</summary>
    public static RoomTable ReviewTable(StorageOptions storage) =>
        new(StorageClients.Table(storage, "Review"), ReviewKeys.ReviewShards);

    /// <summary>The bus that an option named, or the line's on this machine.</summary>
    /// <exception cref="CommandException">No line runs here.</exception>
    public static ServiceBusClient BusOf(string? named)
    {
        // A connection can be cut off while it opens: that alone does not say that the bus is away.
        var (bus, options) = (
            named ?? RunningLine.Find(Folders.Data).ServiceBus,
            new ServiceBusClientOptions { RetryOptions = { MaxRetries = 2, Delay = TimeSpan.FromSeconds(0.5), TryTimeout = TimeSpan.FromSeconds(10) } });
        return bus.Contains('=', StringComparison.Ordinal)
            ? new ServiceBusClient(bus, options)
            : new ServiceBusClient(
                bus.Contains('.', StringComparison.Ordinal) ? bus : bus + BusDomain, new DefaultAzureCredential(), options);
    }

    private static StorageOptions Storage(string named) => named.Contains('=', StringComparison.Ordinal)
        ? new StorageOptions { ConnectionString = named, Timeout = Patience }
        : new StorageOptions
        {
            AccountName = Address().Match(named) is { Success: true } found ? found.Groups[1].Value : named, Timeout = Patience,
        };

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.-]*$")]
    private static partial Regex BusName();

    [GeneratedRegex(@"^https://([a-z0-9]+)\.(?:blob|table)\.core\.windows\.net/?$")]
    private static partial Regex Address();
}
