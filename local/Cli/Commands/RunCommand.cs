using System.Collections;
using System.CommandLine;
using Hotline.Local.Line;
using Hotline.Local.Loopback;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline run</c>: starts the line and keeps it until Ctrl-C.</summary>
internal static class RunCommand
{
    public static Command Build()
    {
        var hold = new Option<bool>("--hold") { Description = "Leave acceptance off, so that tips stay on the queue." };
        var port = CheckedOption.Number("--port", "Intake's port; Review has the next one.", 7071, max: 65_534);
        var transcript = CheckedOption.OneOf(
            "--transcript", "Who transcribes: Speech, Twilio or None (default: Speech).", null, "Speech", "Twilio", "None");
        var canary = new Option<bool>("--canary") { Description = "Call the line itself every quarter of an hour, as a check." };
        var verbose = new Option<bool>("--verbose") { Description = "Print what the parts log, not only warnings." };
        var command = new Command("run", "Start the line on this machine (the default)") { hold, port, transcript, canary, verbose };
        command.SetAction((parsed, stop) => RunAsync(
            parsed.GetValue(port), parsed.GetValue(hold), parsed.GetValue(transcript), parsed.GetValue(canary),
            parsed.GetValue(verbose), stop));
        return command;
    }

    private static async Task<int> RunAsync(int port, bool hold, string? transcript, bool canary, bool verbose, CancellationToken stop)
    {
        using var logs = LoggerFactory.Create(logging => logging
            .SetMinimumLevel(verbose ? LogLevel.Information : LogLevel.Warning).AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Grpc", LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            .AddSimpleConsole(console =>
                (console.SingleLine, console.TimestampFormat, console.ColorBehavior) = (true, "HH:mm:ss ", LoggerColorBehavior.Disabled)));
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");
        if (canary && environment.GetValueOrDefault("Hotline__Twilio__AccountSid") is { Length: > 0 })
            throw new CommandException(
                "--canary calls the simulator. With a real account set Hotline__Canary__Number, Hotline__Canary__From and Hotline__Canary__Intake.");
        RealSettings.Check(environment);
        if (transcript is not null)
        {
            // Environment variables reach the workers as settings.
            Environment.SetEnvironmentVariable("Hotline__Lines__0__Number", "+15005550100");
            Environment.SetEnvironmentVariable("Hotline__Lines__0__Transcript", environment["Hotline__Lines__0__Transcript"] = transcript);
        }

        try
        {
            await using var line = await LocalHotline.StartAsync(
                new LocalOptions
                {
                    DataDirectory = Folders.Data,
                    AppDirectory = Folders.App,
                    AzuritePackage = Folders.Azurite,
                    IntakePort = port,
                    ReviewPort = port + 1,
                    Hold = hold,
                    Canary = canary,
                    Environment = environment,
                },
                logs, Console.WriteLine, stop);
            Console.WriteLine($"""

                The line {line.Addresses.Line} is ready{(line.Addresses.Twilio is { } twilio ? $": call and text it at {new Uri(twilio, "phone")}" : ".")}
                Reports are written at {new Uri(line.Addresses.Intake, "report")}
                Reviewers work at {new Uri(line.Addresses.Review, "review")} (sign in as anybody on the list).
                In another terminal:
                  ./hotline call --say "Someone posted my supervisor's home address."
                  ./hotline text --say "They wrote it under my photo." --image photo.jpg
                  ./hotline report --say "It is on a page of example.org." --file screenshot.png
                  ./hotline queue      what waits for review
                  ./hotline demo       fills the console with 64 invented tips
                  ./hotline calls      the calls' metadata
                  ./hotline --help     all commands
                Ctrl-C stops it; data stay in {Path.GetRelativePath(Directory.GetCurrentDirectory(), Folders.Data)}/.
                """);
            return await WaitAsync(line, stop);
        }
        catch (InvalidOperationException e)
        {
            throw new CommandException(e.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task<int> WaitAsync(LocalHotline line, CancellationToken stop)
    {
        var stopped = Task.Delay(Timeout.Infinite, stop);
        if (await Task.WhenAny(stopped, line.Broken) != stopped)
            throw new CommandException(
                $"{await line.Broken} has ended by itself, so the line stops. Start it again with ./hotline; nothing stored is lost.");
        Console.WriteLine("Stopping; what runs is let end …");
        return 0;
    }
}
