using System.Diagnostics;
using Hotline.Local.Cli.Commands;
using Hotline.Local.Line;
using Hotline.Local.Twilio.Account;
using Hotline.Tests.Local.Twilio;

namespace Hotline.Tests.Local.Cli.Lines;

/// <summary><c>./hotline line</c> as somebody types it, beside a running line.</summary>
public sealed class LineCommandTests
{
    private static readonly Uri Here = new("http://localhost:7071");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_number_is_added_checked_and_listed()
    {
        await using var line = await SimulatedLine.StartAsync(options => options with
        {
            AccountSid = LineSettings.AccountSid, AuthToken = LineSettings.AuthToken, ApiKeys = LineSettings.ApiKeys,
            Bins = FallbackDocuments.Bins,
        });
        line.Twilio.Numbers = [new SimulatedNumber(SimulatedLine.Number) { Service = new SimulatedService("MG1") { Campaign = "VERIFIED" } }];
        var data = Directory.CreateTempSubdirectory("line-").FullName;
        try
        {
            new RunningLine(Here, Here, line.Twilio.Url, "", "", Line.Number, Here).Save(data);

            await AssertRefusedAsync("5 misconfigured.", data, "check");

            var added = await AssertRefusedAsync("2 misconfigured.", data, "add", Line.Number);
            Assert.Contains($"was none{Environment.NewLine}    is  POST {Here}twilio/voice/answer#rc=1", added);
            Assert.Contains(FallbackDocuments.Voice, added);

            var whole = await RunAsync(
                data, "add", Line.Number, "--voice-fallback", $"{line.Twilio.Url}bins/voice", "--text-fallback",
                $"{line.Twilio.Url}bins/text");
            Assert.Equal(0, whole.Code);
            Assert.DoesNotContain("hotline-voice", whole.Printed);
            Assert.Contains("Nothing is misconfigured.", (await RunAsync(data, "check", Line.Number)).Printed);
            Assert.Contains(Line.Number, (await RunAsync(data, "list")).Printed);

            await AssertRefusedAsync("3 misconfigured.", data, "check", "--url", "https://tips.example.org");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Theory]
    [InlineData("Give --url as an https address", "check", "--url", "http://tips.example.org")]
    [InlineData("Give --url as an https address", "check", "--url", "https://tips.example.org/twilio")]
    [InlineData("Give --voice-fallback as an https address", "add", Line.Number, "--voice-fallback",
        "http://fallback.example.org/voice")]
    [InlineData("The hotline is not running here", "list")]
    public Task What_can_not_be_done_is_said_in_a_sentence(string sentence, params string[] arguments) =>
        AssertRefusedAsync(sentence, Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")), arguments);

    private static async Task<string> AssertRefusedAsync(string sentence, string data, params string[] arguments)
    {
        var (code, printed) = await RunAsync(data, arguments);
        Assert.Equal(1, code);
        Assert.Contains(sentence, printed);
        return printed;
    }

    private static async Task<(int Code, string Printed)> RunAsync(string data, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "line", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOTLINE_DATA"] = data, ["TWILIO_ACCOUNT_SID"] = "" },
        };
        using var process = Process.Start(start)!;
        var complaints = process.StandardError.ReadToEndAsync(Stop);
        var printed = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, printed + await complaints);
    }
}
