using System.CommandLine;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Hotline.Review.Journal;

namespace Hotline.Local.Commands;

/// <summary><c>./hotline rebuild</c>: makes the Review table again from the journal.</summary>
internal static class RebuildCommand
{
    /// <summary>The command.</summary>
    public static Command Build()
    {
        var replace = new Option<bool>("--replace") { Description = "Drop the table first, when it holds rows." };
        var command = new Command("rebuild", "Make the Review table again from the containers parts and events") { replace };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(replace), stop));
        return command;
    }

    private static async Task<int> RunAsync(bool replace, CancellationToken stop)
    {
        var line = RunningLine.Find(Folders.Data);
        var table = new TableClient(line.Storage, "Review");
        await table.CreateIfNotExistsAsync(stop);
        if (await table.QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: stop).AnyAsync(stop))
        {
            if (!replace)
                throw new CommandException("The table holds rows: give --replace to drop it first. Saved views are lost with it; nothing else is.");
            await table.DeleteAsync(stop);
            await table.CreateAsync(stop);
        }

        var (chains, events) = await new Rebuild(
            table, new EventContainer(new BlobContainerClient(line.Storage, "events")),
            new PartContainer(new BlobContainerClient(line.Storage, "parts"))).RunAsync(stop);
        Console.WriteLine($"The table is made again: {events} events in {chains} chains.");
        return 0;
    }
}
