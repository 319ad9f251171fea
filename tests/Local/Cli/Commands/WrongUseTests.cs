using System.CommandLine;
using Hotline.Local.Cli.Commands;
using Hotline.Local.Loopback;

namespace Hotline.Tests.Local.Cli.Commands;

/// <summary>Commands × what can be typed wrongly behind them: a sentence, never a page of help or a stack trace.</summary>
public sealed class WrongUseTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("wrong-").FullName;
    private readonly string file;

    public WrongUseTests() => File.WriteAllText(file = Path.Combine(folder, "file"), "");

    [Theory]
    [InlineData("Give --port a number from 1 to 65534.", "--port", "99999")]
    [InlineData("Give --port a number from 1 to 65534.", "run", "--port", "65535")]
    [InlineData("Give --port a number from 1 to 65534.", "run", "--port", "0")]
    [InlineData("Give --port a number from 1 to 65534.", "run", "--port", "http")]
    [InlineData("Give --transcript Speech, Twilio or None.", "run", "--transcript", "speech")]
    [InlineData("Give --url as an https address without a path", "line", "add", "+15005550100", "--url", "notaurl")]
    [InlineData("Give --url as an https address without a path", "line", "check", "--url", "notaurl")]
    [InlineData("Give --url as an https address without a path", "line", "check", "--url", "/a")]
    [InlineData("Give --voice-fallback as an https address.", "line", "add", "+15005550100", "--voice-fallback", "nope")]
    [InlineData("Give --text-fallback as an https address.", "line", "add", "+15005550100", "--text-fallback", "")]
    [InlineData("Give --image a file: {folder} is a folder.", "text", "--image", "{folder}")]
    [InlineData("Give --image a file that is there: {folder}/none is not.", "text", "--image", "{file}", "{folder}/none")]
    [InlineData("Give --image a file that is there.", "text", "--image", "")]
    [InlineData("Give --file a file: {folder} is a folder.", "report", "--file", "{folder}")]
    [InlineData("Give --audio a file: {folder} is a folder.", "call", "--audio", "{folder}")]
    [InlineData("Give --hang-up-after", "call", "--say", "a", "--hang-up-after", "never")]
    [InlineData("Give either --say TEXT or --audio FILE.", "call")]
    [InlineData("Give --language en or es.", "report", "--say", "a", "--language", "fr")]
    [InlineData("Give --language en or es.", "call", "--say", "a", "--language", "ES")]
    [InlineData("Give --out a folder: {file} is a file.", "keys", "new", "--out", "{file}")]
    [InlineData("Give --tips a number from 1 to 1000000.", "demo", "--tips", "-5")]
    [InlineData("Give --tips a number from 1 to 1000000.", "demo", "--tips", "many")]
    [InlineData("Give --rates a number from 1 to 1000.", "load", "--rates", "foo")]
    [InlineData("Give --rates a number from 1 to 1000.", "load", "--rates", "5", "5000")]
    [InlineData("Give --pairs a number from 1 to 10000.", "bench", "--pairs", "1e3")]
    [InlineData("Give --bus as a Service Bus namespace's name", "keys", "list", "--bus", "Endpoint=nowhere", "--intake-storage", "tips",
        "--review-storage", "tips", "--keys", "{folder}")]
    [InlineData("Give --review-storage as a storage account's name", "undelivered", "--review-storage", "No Name")]
    [InlineData("Unrecognized command or argument 'frobnicate'", "frobnicate")]
    [InlineData("Required argument missing for option: '--say'", "text", "--say")]
    [InlineData("'--say' expects a single argument", "text", "--say", "a", "--say", "b")]
    [InlineData("Required command was not provided", "line")]
    public void It_is_answered_with_a_sentence(string sentence, params string[] typed)
    {
        var said = Said([.. typed.Select(Filled)]);
        Assert.Contains(Filled(sentence), said, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said);
        Assert.DoesNotContain("System.", said, StringComparison.Ordinal);

        string Filled(string text) => text.Replace("{folder}", folder).Replace("{file}", file);
    }

    [Fact]
    public void Every_option_that_is_more_than_words_says_what_it_takes()
    {
        foreach (var (command, option) in Options(CommandLine.Root(), []))
        {
            var said = Said([.. command, option, "¿what?"]);
            Assert.True(
                said.StartsWith("Give ", StringComparison.Ordinal) && said.Contains(option, StringComparison.Ordinal)
                    && !said.Contains("System.", StringComparison.Ordinal),
                $"{string.Join(' ', command)} {option} ¿what?: {said}");
        }
    }

    [Theory]
    [InlineData("@maria posted it")]
    [InlineData("-5 degrees, she said")]
    [InlineData("[a] note")]
    public void What_is_said_may_begin_with_any_sign(string words)
    {
        var parsed = CommandLine.Parse(["text", "--say", words]);
        Assert.Empty(parsed.Errors);
        Assert.Equal(words, parsed.GetValue<string>("--say"));
    }

    [Fact]
    public async Task The_help_names_the_command_as_it_is_typed()
    {
        using var printed = new StringWriter();
        await CommandLine.Parse(["--help"]).InvokeAsync(
            new InvocationConfiguration { Output = printed, Error = printed }, TestContext.Current.CancellationToken);
        Assert.Contains("./hotline [command]", printed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Hotline.Local", printed.ToString(), StringComparison.Ordinal);
        Assert.Contains("chaos", printed.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one\r\n\r\n two", "one two")]
    [InlineData("", "")]
    public void A_report_is_one_line_of_the_queue(string text, string line) => Assert.Equal(line, QueueCommand.Shorten(text));

    [Fact]
    public void A_long_report_is_one_line_of_the_queue()
    {
        var shown = QueueCommand.Shorten(string.Concat(Enumerable.Repeat("They wrote it again.\n", 8000)));
        Assert.InRange(shown.Length, 200, 240);
        Assert.EndsWith("… (168000 characters)", shown, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Said(string[] typed) => Assert.Throws<CommandException>(() => CommandLine.Parse(typed)).Message.TrimEnd();

    private static IEnumerable<(string[] Command, string Option)> Options(Command command, string[] path) =>
        // A folder that is not there yet may have any name.
        command.Options.Where(option => option.ValueType != typeof(string) && option.ValueType != typeof(bool)
            && option.ValueType != typeof(DirectoryInfo) && option is not (System.CommandLine.Help.HelpOption or VersionOption))
        .Select(option => (path, option.Name))
        .Concat(command.Subcommands.SelectMany(sub => Options(sub, [.. path, sub.Name])));
}
