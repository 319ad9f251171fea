using System.CommandLine;
using Azure.Data.Tables;
using Hotline.Intake.Table;
using Hotline.Local.Line;
using Hotline.Local.Loopback;
using Hotline.Platform.Storage;
using Spectre.Console;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline calls</c>: the calls' metadata in Table Storage. Numbers stay sealed.</summary>
internal static class CallsCommand
{
    public static Command Build()
    {
        var command = new Command("calls", "Show the calls' metadata from Table Storage");
        command.SetAction((_, stop) => RunAsync(stop));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken stop)
    {
        var intake = new RoomTable(new TableClient(RunningLine.Find(Folders.Data).Storage, "Intake"), IntakeKeys.Shards);
        var rows = new List<TableEntity>();
        try
        {
            await foreach (var row in intake.EachShardAsync(IntakeKeys.CallRange, stop))
                rows.Add(row);
        }
        catch (Exception e) when (e is Azure.RequestFailedException or AggregateException)
        {
            throw new CommandException("The storage can't be reached. Does ./hotline still run in the other terminal?");
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("Started", "Call", "Tip", "Line", "Status", "s", "", "Path");
        foreach (var row in rows.OrderBy(row => row.GetDateTimeOffset("Started") ?? row.Timestamp))
            table.AddRow(
                $"{(row.GetDateTimeOffset("Started") ?? row.Timestamp)?.ToLocalTime():HH:mm:ss}", IntakeKeys.CallRange.Rest(row.RowKey)[..10],
                row.GetString("Tip")?[..8] ?? "",
                row.GetString("Line") ?? "", StatusOf(row), $"{row.GetInt32("Seconds")}", row.GetString("Language") ?? "", PathOf(row));
        if (rows.Count == 0)
            Console.WriteLine("No call has come yet.");
        else
            AnsiConsole.Write(table);
        return 0;
    }

    private static string StatusOf(TableEntity row) =>
        row.Keys.Where(key => key.StartsWith("Status_", StringComparison.Ordinal)).Select(key => key["Status_".Length..])
        .OrderBy(status => status == "ringing" ? 0 : 1).LastOrDefault("");

    private static string PathOf(TableEntity row) => string.Join(" → ", row
        .Where(column => column.Key.StartsWith("Path", StringComparison.Ordinal))
        .OrderBy(column => column.Value is DateTimeOffset at ? at : DateTimeOffset.MaxValue)
        .Select(column => column.Key["Path".Length..].ToLowerInvariant()));
}
