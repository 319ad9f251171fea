using System.CommandLine;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Hotline.Local.Loopback;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Review.Audit;
using Hotline.Review.Ledger;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline rebuild</c>: makes the Review table again from the journal.</summary>
internal static class RebuildCommand
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(2);

    public static Command Build()
    {
        var replace = new Option<bool>("--replace") { Description = "Drop the table first, when it holds rows." };
        var lose = new Option<bool>("--lose-outbox")
        {
            Description = "With --replace: drop the messages too that the table's outbox has not sent yet, copies of events among them.",
        };
        var storage = Deployment.StorageOption("--review-storage", "Review's");
        var command = new Command("rebuild", "Make the Review table again from the containers parts and events")
        {
            replace, lose, storage,
        };
        command.SetAction((parsed, stop) => RunAsync(
            Deployment.StorageOf(parsed.GetValue(storage)), parsed.GetValue(replace), parsed.GetValue(lose), stop));
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

    // An event that has no copy yet lies in the outbox alone.
    private static async Task RefuseUnsentAsync(TableClient table, CancellationToken stop)
    {
        var (from, before) = OutboxKeys.All;
        var unsent = await table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"RowKey ge {from} and RowKey lt {before}"), select: ["RowKey"], cancellationToken: stop)
            .CountAsync(stop);
        if (unsent > 0)
            throw new CommandException(
                $"The table's outbox holds {unsent} messages that were not sent yet, and they would be lost with it: let Review run until it is empty, or give --lose-outbox.");
    }

    private static async Task<int> RunAsync(StorageOptions storage, bool replace, bool lose, CancellationToken stop)
    {
        var table = StorageClients.Table(storage, "Review");
        await MakeAsync(table, Glance, stop);
        if (await table.QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: stop).AnyAsync(stop))
        {
            if (!replace)
                throw new CommandException(
                    "The table holds rows: give --replace to drop it first. Saved views are lost with it.");
            if (!lose)
                await RefuseUnsentAsync(table, stop);
            await table.DeleteAsync(stop);
            await MakeAsync(table, Glance, stop);
        }

        var report = await new Rebuild(
            Deployment.ReviewTable(storage), new EventContainer(StorageClients.Container(storage, storage.Events, new BlobClientOptions())),
            new PartContainer(StorageClients.Container(storage, storage.Parts, new BlobClientOptions())), TimeProvider.System).RunAsync(stop);
        foreach (var finding in report.Findings)
            Console.WriteLine(finding);
        Console.WriteLine($"The table is made again: {report.Events} events in {report.Chains} chains.");
        if (report.Again > 0)
            Console.WriteLine(
                $"{report.Again} parts that no copied event tells of go through acceptance again when Review runs; what it refuses is among the undelivered.");
        if (report.Findings.Count > 0)
            Console.WriteLine($"{report.Findings.Count} findings: that much could not be made again.");
        return report.Findings.Count == 0 ? 0 : 1;
    }
}
