using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace Hotline.Platform.Storage;

/// <summary>Settings <c>Hotline:Storage</c>: this room's own storage account.</summary>
public sealed class StorageOptions
{
    /// <summary>A connection string, for one machine. In Azure: leave it out and set <see cref="AccountName"/>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The storage account's name; the app's managed identity opens it.</summary>
    public string? AccountName { get; set; }

    /// <summary>The room's table.</summary>
    public string? Table { get; set; }

    /// <summary>
    /// How long to wait for the table's answer to one request, before the second try. Intake's limits for a caller (twice that and 0.5 s)
    /// and for the form (six times that and 1 s) follow from it, and two thirds of it for the bus come on top: over 1.65 s, Twilio gives up
    /// before we do.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>The container of sealed recordings, media and long contents.</summary>
    public string Evidence { get; set; } = "evidence";

    /// <summary>The container of an organization's own words, over the package's folder <c>line/</c>; left out: the package's alone.</summary>
    public string? Line { get; set; }

    /// <summary>Review's container of accepted parts.</summary>
    public string Parts { get; set; } = "parts";

    /// <summary>Review's container of events' copies, which an immutability policy holds.</summary>
    public string Events { get; set; } = "events";

    /// <summary>Review's container of Data Protection keys.</summary>
    public string Keys { get; set; } = "keys";
}

/// <summary>Checks the settings at start.</summary>
public sealed class StorageOptionsCheck : IValidateOptions<StorageOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StorageOptions options) =>
        options.ConnectionString is { Length: > 0 } connection
            ? Opens(connection, SectionOf(name))
            : Names(options.AccountName ?? "", SectionOf(name));

    private static string SectionOf(string? name) => $"Hotline:{(name is { Length: > 0 } ? name : "Storage")}";

    private static ValidateOptionsResult Names(string account, string section) =>
        account.Length is >= 3 and <= 24 && account.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter))
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Set {section}:AccountName to the storage account's name, or {section}:ConnectionString on one machine.");

    private static ValidateOptionsResult Opens(string connection, string section)
    {
        try
        {
            _ = new TableServiceClient(connection);
            _ = new BlobServiceClient(connection);
            return ValidateOptionsResult.Success;
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
        {
            return ValidateOptionsResult.Fail($"Set {section}:ConnectionString to a storage connection string with tables and blobs.");
        }
    }
}

/// <summary>Makes the clients of this room's account.</summary>
public static class StorageClients
{
    // Of one request, or of one read from its answer: a block of ours has 1 MB.
    private static readonly TimeSpan WaitsForBlob = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The room's table. A caller waits for its answers, and Twilio gives up after 5 s (the retry fragments ask for that): two short
    /// tries instead of the SDK's minute.
    /// </summary>
    public static TableClient Table(StorageOptions options, string room, TokenCredential? identity = null)
    {
        var client = new TableClientOptions
        {
            Retry = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(100), NetworkTimeout = options.Timeout },
        };
        var table = options.Table ?? room;
        return options.ConnectionString is { Length: > 0 } connection
            ? new TableClient(connection, table, client)
            : new TableClient(
                new Uri($"https://{options.AccountName}.table.core.windows.net"), table, identity ?? new DefaultAzureCredential(),
                client);
    }

    /// <summary>A container; what <paramref name="client"/> says (sealing, for one) holds for every blob in it.</summary>
    public static BlobContainerClient Container(
        StorageOptions options, string name, BlobClientOptions client, TokenCredential? identity = null)
    {
        // Work that fails comes again from its queue: the SDK's half minute of tries only keeps others waiting.
        client.Retry.MaxRetries = 2;
        client.Retry.NetworkTimeout = WaitsForBlob;
        return (options.ConnectionString is { Length: > 0 } connection
            ? new BlobServiceClient(connection, client)
            : new BlobServiceClient(
                new Uri($"https://{options.AccountName}.blob.core.windows.net"), identity ?? new DefaultAzureCredential(), client))
        .GetBlobContainerClient(name);
    }
}
