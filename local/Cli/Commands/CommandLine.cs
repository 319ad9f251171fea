using System.CommandLine;
using System.CommandLine.Invocation;
using Hotline.Local.Loopback;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline</c>: its commands, and what they have in common when something is wrong.</summary>
internal static class CommandLine
{
    // As shells have it: 128 and the number of SIGINT.
    private const int Stopped = 130;

    // What a report says may begin with "@", and names no file of arguments then.
    private static readonly ParserConfiguration Words = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs what was typed behind <c>./hotline</c>; without a command: run.</summary>
    /// <returns>The exit code: 1, and a sentence on the standard error, when it can't be done; 130 after Ctrl-C.</returns>
    public static async Task<int> RunAsync(string[] typed)
    {
        try
        {
            return await Parse(typed).InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(60),
            });
        }
        catch (OperationCanceledException e) when (e.InnerException is not TimeoutException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return Stopped;
        }
        catch (Exception e) when (Refusals.Of(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    /// <summary>Reads what was typed.</summary>
    /// <exception cref="CommandException">It can't be done; the message is one sentence, not a page of help behind others.</exception>
    public static ParseResult Parse(string[] typed)
    {
        var isRun = typed.Length == 0 || (typed[0].StartsWith('-') && typed[0] is not ("--help" or "-h" or "-?" or "--version"));
        try
        {
            var parsed = Root().Parse(isRun ? ["run", .. typed] : typed, Words);
            return parsed.Action is ParseErrorAction ? throw new CommandException(Mistake(parsed)) : parsed;
        }
        catch (InvalidOperationException e)
        {
            // A validator asked for a value that can't be read: the library throws its parser's sentence.
            throw new CommandException(e.Message);
        }
    }

    // One of several: what a parser of ours says comes first, and that something is missing last, which is said of what is mistyped too.
    private static string Mistake(ParseResult parsed) => parsed.Errors.Select(error => error.Message)
        .OrderBy(said => said.StartsWith("Give ", StringComparison.Ordinal) ? 0
            : said.StartsWith("Required", StringComparison.Ordinal) ? 2 : 1)
        .First();

    public static RootCommand Root() => new("The tip hotline on this machine. Without a command: run.")
    {
        HelpName = "./hotline",
        Subcommands =
        {
            RunCommand.Build(), CallCommand.Build(), TextCommand.Build(), ReportCommand.Build(), QueueCommand.Build(), CallsCommand.Build(),
            LineCommand.Build(), DemoCommand.Build(), UndeliveredCommand.Build(), AuditCommand.Build(), RebuildCommand.Build(),
            KeysCommand.Build(), BenchCommand.Build(), LoadCommand.Build(), HostCommand.Build(), BrokerCommand.Build(),
            OfTheScript("test", "Run the tests; --quick, --long, --slowest, --coverage"),
            OfTheScript("chaos", "Break the line while people report, and count what reviewers have; --minutes N, --seed S"),
        },
    };

    // The script ./hotline does these itself: they are here for the help.
    private static Command OfTheScript(string name, string description)
    {
        var command = new Command(name, description);
        command.SetAction(_ => Refuse(name));
        return command;
    }

    private static int Refuse(string name) => throw new CommandException($"Type ./hotline {name} in the checkout.");
}
