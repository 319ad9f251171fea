using System.CommandLine;
using System.Security.Cryptography;
using Azure.Storage.Blobs;
using Hotline.Contracts;
using Hotline.Local.Line;
using Hotline.Local.Line.Keys;
using Hotline.Local.Loopback;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Tips;
using Hotline.Review.Undelivered;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline undelivered</c>: why messages wait, and all of one cause sent again.</summary>
internal static class UndeliveredCommand
{
    public static Command Build()
    {
        var cause = new Option<string?>("--send-again")
        {
            Description = "Send all of a cause again, once it is mended: the cause as the list names it.", HelpName = "CAUSE",
        };
        var reason = new Option<string?>("--reason") { Description = "Why, for the audit." };
        var storage = Deployment.StorageOption("--review-storage", "Review's");
        var command = new Command("undelivered", "Count what could not be delivered by its cause, and send all of a cause again")
        {
            cause, reason, storage,
        };
        command.SetAction((parsed, stop) => parsed.GetValue(cause) is { } named
            ? SendAsync(
                Deployment.StorageOf(parsed.GetValue(storage)),
                parsed.GetValue(storage) is null ? SealingKeys.In(Folders.Keys).Pepper : null,
                named, parsed.GetValue(reason) ?? "", Console.Out, stop)
            : ListAsync(Deployment.StorageOf(parsed.GetValue(storage)), stop));
        return command;
    }

    /// <summary>Sends all of a cause again; returns the exit code: 1 when some can't be sent.</summary>
    /// <param name="storage">Review's data account.</param>
    /// <param name="pepper">Review's, by which its own messages are known; null where it is not at hand.</param>
    /// <param name="named">The cause.</param>
    /// <param name="reason">Why, for the audit.</param>
    /// <param name="output">Where it says what it did.</param>
    public static async Task<int> SendAsync(
        StorageOptions storage, string? pepper, string named, string reason, TextWriter output, CancellationToken stop)
    {
        var table = Deployment.ReviewTable(storage);
        var rows = new UndeliveredRows(table);
        var cause = (await rows.CausesAsync(stop)).FirstOrDefault(cause => cause.Id == named)
            ?? throw new CommandException($"No message waits for the cause {named}: ./hotline undelivered lists the causes.");
        if (pepper is null && cause.Source == Queues.Review)
            throw new CommandException("What came from review is sent again on the console's page Undelivered: it takes Review's pepper.");
        var parts = StorageClients.Container(storage, storage.Parts, new BlobClientOptions());
        var mac = new ReviewMac(Options.Create(
            new ReviewOptions { Pepper = pepper ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) }));
        // The bus is the line's own to reach: what is announced stays in the outbox for its sweep.
        var outbox = new Outbox(table, null, new SentRows(table, TimeProvider.System, NullLogger<SentRows>.Instance), TimeProvider.System, NullLogger<Outbox>.Instance);
        var desk = new UndeliveredDesk(
            table, new ChainWriter(table, outbox, TimeProvider.System), new PartJournal(parts), new PartContainer(parts), mac,
            TimeProvider.System);
        var sent = await new SendAllAgain(rows, desk).RunAsync(
            cause.Id, reason, new Actor("operator", $"Operator {Environment.UserName}", null), int.MaxValue, stop);
        await output.WriteLineAsync($"{sent.Sent} of {cause.Count} are sent again: Review's sweep puts them on their queue within a minute.");
        foreach (var (why, count) in sent.Refused)
            await output.WriteLineAsync($"{count} stay: {why}");
        return sent.Refused.Count == 0 ? 0 : 1;
    }

    private static async Task<int> ListAsync(StorageOptions storage, CancellationToken stop)
    {
        var causes = await new UndeliveredRows(Deployment.ReviewTable(storage)).CausesAsync(stop);
        if (causes.Count == 0)
        {
            Console.WriteLine("Everything has arrived.");
            return 0;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("Cause", "Messages", "From", "Since", "Why");
        foreach (var cause in causes)
            table.AddRow([
                .. new[] { cause.Id, $"{cause.Count}", cause.Source, $"{cause.Since.ToLocalTime():yyyy-MM-dd HH:mm}", cause.Reason }
                    .Select(Markup.Escape),
            ]);
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 240;
        AnsiConsole.Write(table);
        Console.WriteLine("Send all of a cause again, once it is mended: ./hotline undelivered --send-again CAUSE");
        return 0;
    }
}
