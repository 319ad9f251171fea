using System.CommandLine;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Spectre.Console;

namespace Hotline.Local.Commands;

/// <summary><c>./hotline keys list</c>: who has which key, and what still names it.</summary>
internal static class KeysListCommand
{
    /// <summary>The command; its exit code is 1 when something names a key that Review does not have.</summary>
    public static Command Build()
    {
        var command = new Command("list", "Count what still names each key, and say which may go");
        command.SetAction((_, stop) => RunAsync(stop));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken stop)
    {
        var line = RunningLine.Find(Folders.Data);
        await using var bus = new ServiceBusClient(line.ServiceBus, new ServiceBusClientOptions { RetryOptions = { MaxRetries = 0 } });
        var uses = await new KeyCount(new SealedPlaces(
            [new TableClient(line.Storage, "Intake"), new TableClient(line.Storage, "Review")],
            new BlobContainerClient(line.Storage, "parts"), new BlobContainerClient(line.Storage, "evidence"),
            bus, [.. LocalHotline.Queues.Select(queue => queue.Name)])).RunAsync(stop);
        var names = line.Keys ?? SealingKeys.In(Folders.Keys).Names();

        var table = new Table().Border(TableBorder.Rounded).ShowRowSeparators()
            .AddColumns("Key", "Who has it", "Parts", "Evidence", "Rows", "Queues", "First", "Last", "May it go?");
        foreach (var id in names.Review.Union(uses.Keys).Append(names.Intake).Distinct())
        {
            var use = uses.GetValueOrDefault(id) ?? new KeyUse(id);
            table.AddRow([
                id, WhoHas(id, names), $"{use.Parts}", $"{use.Evidence}", $"{use.Rows}", $"{use.Messages}",
                Day(use.First), Day(use.Last), MayGo(use, names),
            ]);
        }

        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 240;
        AnsiConsole.Write(table);
        return uses.Keys.Append(names.Intake).All(names.Review.Contains) ? 0 : 1;

        static string Day(DateTimeOffset? at) => $"{at?.ToLocalTime():yyyy-MM-dd HH:mm}";
    }

    private static string WhoHas(string id, KeyNames names) => (id == names.Intake, names.Review.Contains(id)) switch
    {
        (true, true) => "Intake, Review",
        (true, false) => "Intake alone",
        (false, true) => "Review",
        _ => "nobody",
    };

    private static string MayGo(KeyUse use, KeyNames names) =>
        !names.Review.Contains(use.Id) ? "No: give it to Review, which can't open what names it"
        : use.Id == names.Intake ? "No: Intake seals to it"
        : use.Id == names.Review[0] ? "No: the newest; ./hotline keys rotate gives it to Intake"
        : use.IsUnused ? "Yes: nothing names it"
        : "No: it is still named";
}
