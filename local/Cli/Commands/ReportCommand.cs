using System.CommandLine;
using System.Net;
using Hotline.Local.Demo.WebForm;
using Hotline.Local.Line;
using Hotline.Local.Loopback;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline report</c>: fills in the online form, as a browser without scripts does.</summary>
internal static class ReportCommand
{
    private const string Action = "/report";

    public static Command Build()
    {
        var say = new Option<string>("--say") { Description = "What happened.", DefaultValueFactory = _ => "" };
        var file = CheckedOption.Files("--file", "A picture, sound, film or PDF; up to ten.");
        var language = CheckedOption.OneOf("--language", "The page's language: en or es.", "en", "en", "es");
        var contact = new Option<string>("--contact") { Description = "How the reporter can be reached.", DefaultValueFactory = _ => "" };
        var command = new Command("report", "Report something by the online form") { say, file, language, contact };
        command.Validators.Add(result =>
        {
            if (result.GetValue(say) is not { Length: > 0 } && result.GetValue(file) is not { Length: > 0 })
                result.AddError("Give --say TEXT, --file FILE, or both.");
        });
        command.SetAction((parsed, stop) => SendAsync(
            parsed.GetValue(say)!, parsed.GetValue(contact)!, parsed.GetValue(language)!, parsed.GetValue(file) ?? [], stop));
        return command;
    }

    private static async Task<int> SendAsync(string say, string contact, string language, FileInfo[] files, CancellationToken stop)
    {
        var line = RunningLine.Find(Folders.Data);
        using var http = new HttpClient { BaseAddress = line.Intake, Timeout = TimeSpan.FromMinutes(5) };
        var browser = new FormVisitor(http);
        var opened = new List<Stream>();
        try
        {
            var form = await browser.OpenAsync($"{Action}?lang={Uri.EscapeDataString(language)}", stop);
            Console.WriteLine($"{form.Heading} ({line.Intake}report)");
            var page = await browser.SendAsync(form, Action, [("what", say), ("contact", contact)], files.Select(Open), stop);
            foreach (var complaint in page.Complaints)
                Console.WriteLine($"  ! {complaint}");
            if (page.Status != HttpStatusCode.OK)
                throw new CommandException($"The form was not taken ({(int)page.Status}).");
            Console.WriteLine(page.Heading);
            Console.WriteLine(page.Receipt is { } receipt ? $"Receipt: {receipt}" : "No receipt was ready.");
            return 0;
        }
        finally
        {
            foreach (var stream in opened)
                await stream.DisposeAsync();
        }

        FormFile Open(FileInfo file)
        {
            var stream = file.OpenRead();
            opened.Add(stream);
            return new FormFile(file.Name, stream);
        }
    }
}
