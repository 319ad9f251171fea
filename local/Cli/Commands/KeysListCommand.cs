using System.CommandLine;
using Azure.Storage.Blobs;
using Hotline.Local.Line;
using Hotline.Local.Line.Keys;
using Hotline.Local.Loopback;
using Hotline.Platform.Storage;
using Spectre.Console;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline keys list</c>: who has which key, and what still names it.</summary>
internal static class KeysListCommand
{
    /// <summary>The command; its exit code is 1 when something names a key that Review does not have.</summary>
    public static Command Build()
    {
        var intake = Deployment.StorageOption("--intake-storage", "Intake's");
        var review = Deployment.StorageOption("--review-storage", "Review's");
        var bus = Deployment.BusOption();
        var keys = CheckedOption.Folder(
            "--keys", "Where sealing-public.pem (Intake's) and sealing-private.pem (Review's) are, when it is a deployment.");
        var command = new Command("list", "Count what still names each key, and say which may go") { intake, review, bus, keys };
        command.Validators.Add(result =>
        {
            if (new Option[] { intake, review, bus, keys }.Count(option => result.GetResult(option) is not null) is not (0 or 4))
                result.AddError(
                    "Give --intake-storage, --review-storage, --bus and --keys for a deployment, none for the line on this machine.");
        });
        command.SetAction((parsed, stop) => RunAsync(
            Deployment.StorageOf(parsed.GetValue(intake)), Deployment.StorageOf(parsed.GetValue(review)), parsed.GetValue(bus),
            parsed.GetValue(keys) is { } folder ? KeyNames.In(folder.FullName) : RunningLine.Find(Folders.Data).Keys!, stop));
        return command;
    }

    private static async Task<int> RunAsync(
        StorageOptions intake, StorageOptions review, string? named, KeyNames names, CancellationToken stop)
    {
        await using var bus = Deployment.BusOf(named);
        var uses = await CountAsync(new SealedPlaces(
            [StorageClients.Table(intake, "Intake"), StorageClients.Table(review, "Review")],
            StorageClients.Container(review, review.Parts, new BlobClientOptions()),
            StorageClients.Container(intake, intake.Evidence, new BlobClientOptions()),
            bus, [.. LocalHotline.Queues.Select(queue => queue.Name)]), stop);

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

    private static async Task<IReadOnlyDictionary<string, KeyUse>> CountAsync(SealedPlaces places, CancellationToken stop)
    {
        try
        {
            return await new KeyCount(places).RunAsync(stop);
        }
        catch (UnauthorizedAccessException)
        {
            throw new CommandException("The bus lets you listen to no queue: docs/operations.md says which rights it takes.");
        }
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
