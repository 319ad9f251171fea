using System.Collections;
using System.CommandLine;
using Hotline.Local.Cli.Lines;
using Hotline.Local.Line;
using Hotline.Local.Loopback;
using Hotline.Platform.Settings;
using Spectre.Console;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline line</c>: the account's numbers, and whether they point where they should.</summary>
internal static class LineCommand
{
    public static Command Build() => new("line", "Point Twilio numbers at a deployment, and look whether they do")
    {
        LineAddCommand.Build(), LineCheckCommand.Build(), BuildList(),
    };

    /// <summary>The option that names the deployment.</summary>
    public static Option<Uri?> UrlOption() => CheckedOption.Address(
        "--url", "The deployment's public address, such as https://tips.example.org (default: the line on this machine).",
        "an https address without a path, a user or a password, such as https://tips.example.org",
        url => url is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" } && url.IsSafe());

    /// <summary>The account of the environment, or the running line's simulator.</summary>
    public static LineAccount Account() => LineAccount.Find(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? ""),
        () => RunningLine.Find(Folders.Data));

    /// <summary>The webhooks of the deployment, or of the line on this machine.</summary>
    /// <exception cref="CommandException">A real account's numbers need a real address.</exception>
    public static LineWebhooks WebhooksOf(LineAccount account, Uri? url) => new(url ?? (account.Simulator is not null
        ? RunningLine.Find(Folders.Data).PublicUrl
        : throw new CommandException("Give the deployment's address by --url, such as --url https://tips.example.org.")));

    /// <summary>Prints what a check saw; returns the exit code.</summary>
    public static int Print(IReadOnlyCollection<LineFinding> findings)
    {
        var table = new Table().Border(TableBorder.Rounded).ShowRowSeparators()
            .AddColumns("Number", "What", "Found", "Expected", "How to mend it");
        foreach (var finding in findings)
            table.AddRow([.. (finding.State == FindingState.Right
                ? new[] { finding.Number, finding.What, finding.Found, "", "in order" }
                : [finding.Number, finding.What, finding.Found, finding.Expected, finding.Mend ?? ""]).Select(Markup.Escape)]);
        Write(table);
        var wrong = findings.Count(finding => finding.State == FindingState.Wrong);
        var unknown = findings.Count(finding => finding.State == FindingState.Unknown);
        Console.WriteLine(wrong == 0 ? "Nothing is misconfigured." : $"{wrong} misconfigured.");
        if (unknown > 0)
            Console.WriteLine($"{unknown} not looked at.");
        return wrong == 0 ? 0 : 1;
    }

    // Addresses are long: where nobody watches, such as in a workflow's log, lines may be too.
    private static void Write(Table table)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 240;
        AnsiConsole.Write(table);
    }

    private static Command BuildList()
    {
        var list = new Command("list", "List the account's numbers and where they point");
        list.SetAction(async (_, _) =>
        {
            using var account = Account();
            var table = new Table().Border(TableBorder.Rounded)
                .AddColumns("Number", "A call comes in", "A text comes in", "Fallback of calls", "Fallback of texts");
            foreach (var number in await LineCheck.NumbersAsync(account))
                table.AddRow(
                    number.PhoneNumber.ToString(), Of(number.VoiceUrl), Of(number.SmsUrl),
                    Of(number.VoiceFallbackUrl), Of(number.SmsFallbackUrl));
            if (table.Rows.Count == 0)
                Console.WriteLine("The account has no number.");
            else
                Write(table);
            return 0;
        });
        return list;

        static string Of(Uri? url) => url.IsSet() ? Markup.Escape(url.GetLeftPart(UriPartial.Path)) : "none";
    }
}
