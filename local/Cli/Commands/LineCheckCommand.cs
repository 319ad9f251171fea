using System.CommandLine;
using Hotline.Local.Cli.Lines;
using Hotline.Local.Loopback;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline line check</c>: what is misconfigured, and how to mend it. Changes nothing.</summary>
internal static class LineCheckCommand
{
    /// <summary>The command; its exit code is 1 where something is wrong.</summary>
    public static Command Build()
    {
        var numbers = new Argument<string[]>("number")
        {
            Description = "Numbers, such as +15005550100 (default: all of the account).",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var url = LineCommand.UrlOption();
        var command = new Command("check", "Say in a table what is misconfigured, and how to mend it") { numbers, url };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(numbers)!, parsed.GetValue(url), stop));
        return command;
    }

    private static async Task<int> RunAsync(string[] numbers, Uri? url, CancellationToken stop)
    {
        using var account = LineCommand.Account();
        var check = new LineCheck(account, LineCommand.WebhooksOf(account, url));
        var found = await LineCheck.NumbersAsync(account, numbers);
        if (found.Count == 0)
            throw new CommandException("The account has no number: buy one in the Twilio console.");
        return LineCommand.Print(await check.LookAsync(found, stop));
    }
}
