using System.CommandLine;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Hotline.Review.Journal;
using Hotline.Storage;

namespace Hotline.Local.Commands;

/// <summary><c>./hotline rebuild</c>: makes the Review table again from the journal.</summary>
internal static class RebuildCommand
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(2);

    /// <summary>The command.</summary>
    public static Command Build()
    {
        var replace = new Option<bool>("--replace") { Description = "Drop the table first, when it holds rows." };
        var storage = Deployment.StorageOption("--review-storage", "Review's");
        var command = new Command("rebuild", "Make the Review table again from the containers parts and events") { replace, storage };
        command.SetAction((parsed, stop) => RunAsync(Deployment.StorageOf(parsed.GetValue(storage)), parsed.GetValue(replace), stop));
        return command;
    }

    /// <summary>Makes a table. The service frees the name of one that was dropped half a minute later, or more
    /// (https://learn.microsoft.com/rest/api/storageservices/delete-table#remarks).</summary>
    public static async Task MakeAsync(TableClient table, TimeSpan glance, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await table.CreateIfNotExistsAsync(stop);
                return;
            }
            catch (RequestFailedException e) when (e is { Status: 409, ErrorCode: "TableBeingDeleted" })
            {
                await Task.Delay(glance, stop);
            }
        }
    }

    private static async Task<int> RunAsync(StorageOptions storage, bool replace, CancellationToken stop)
    {
        var table = StorageClients.Table(storage, "Review");
        await MakeAsync(table, Glance, stop);
        if (await table.QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: stop).AnyAsync(stop))
        {
            if (!replace)
                throw new CommandException(
                    "The table holds rows: give --replace to drop it first. Saved views are lost with it; nothing else is.");
            await table.DeleteAsync(stop);
            await MakeAsync(table, Glance, stop);
        }

        var (chains, events) = await new Rebuild(
            table, new EventContainer(StorageClients.Container(storage, storage.Events, new BlobClientOptions())),
            new PartContainer(StorageClients.Container(storage, storage.Parts, new BlobClientOptions()))).RunAsync(stop);
        Console.WriteLine($"The table is made again: {events} events in {chains} chains.");
        return 0;
    }
}
